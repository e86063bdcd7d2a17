"""A GSSAPI acceptor (MIT Kerberos) for tests: one JSON object a line in, one out. KRB5_KTNAME names the keys."""
import json
import sys

import gssapi

context = None
for line in sys.stdin:
    asked = json.loads(line)
    try:
        if "accept" in asked:
            context = gssapi.SecurityContext(usage="accept")
            token = context.step(bytes.fromhex(asked["accept"]))
            answer = {
                "complete": context.complete,
                "initiator": str(context.initiator_name),
                "token": token.hex() if token else "",
            }
        elif "verify" in asked:
            context.verify_signature(bytes.fromhex(asked["verify"]), bytes.fromhex(asked["mic"]))
            answer = {"good": True}
        else:
            answer = {"mic": context.get_signature(bytes.fromhex(asked["sign"])).hex()}
    except Exception as error:
        answer = {"error": type(error).__name__ + ": " + str(error)}
    print(json.dumps(answer), flush=True)

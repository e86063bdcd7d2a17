// What a shell needs to start and to find its modules, its runtime and its user. Anything else stays with the parent: a variable of a CI
// job may be a secret, and a script prints its environment easily.
const needed = [
  /^(PATH|PATHEXT|HOME|USER|USERNAME|USERDOMAIN|USERDNSDOMAIN|USERPROFILE|LOGNAME|LANG|LC_\w+|TZ)$/i,
  /^(TMPDIR|TEMP|TMP|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|COMPUTERNAME|LOGONSERVER|PROCESSOR_\w+|NUMBER_OF_PROCESSORS|OS)$/i,
  /^(APPDATA|LOCALAPPDATA|PROGRAMDATA|ALLUSERSPROFILE|PUBLIC|(COMMON)?PROGRAM(FILES|W6432)(\(X86\))?|COMMONPROGRAMW6432)$/i,
  /^(PSMODULEPATH|DOTNET_ROOT(_\w+|\(X86\))?|XDG_\w+|LD_LIBRARY_PATH|KRB5\w*|SSL_CERT_\w+)$/i,
];

/** The part of an environment that a shell of a lane gets. */
export function childEnvironment(whole: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = Object.entries(whole).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && needed.some((pattern) => pattern.test(entry[0])),
  );
  return Object.fromEntries(kept);
}

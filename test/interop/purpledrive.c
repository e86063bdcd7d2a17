/*
 * purpledrive - a libpurple front end without a screen.  It runs the real
 * pidgin-sipe protocol plugin ("prpl-sipe") under the control of a script.
 *
 *   purpledrive <profile-dir> <sip-address[,login]> <password> [option ...]
 *
 * option    key=value       string account option (server transport ...)
 *           bool:key=0|1    boolean account option (dont-publish sso ...)
 * stdin     one command per line, see on_stdin()
 * stdout    one event per line, "EVT <name> <details>"; with PURPLE_DEBUG set
 *           also the debug log of libpurple and sipe, between the events
 *
 * Built by sipe.ts.  Link with -rdynamic, or the XML fix below is inert.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <glib.h>
#include <libxml/parser.h>
#include <purple.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/*
 * libxml2 2.9.14 (Debian 12) takes the SAX2 path for every handler table that
 * carries XML_SAX2_MAGIC, also when startElementNs is empty.  The table of
 * libsipe 1.25.0 carries the mark and has SAX1 callbacks only, so each XML
 * body parses to nothing, without an error.  This definition is found before
 * the library's own: it passes on a copy that is marked as SAX1.
 */
int xmlSAXUserParseMemory(xmlSAXHandlerPtr sax, void *ud, const char *buf, int size)
{
	static int (*real)(xmlSAXHandlerPtr, void *, const char *, int);
	xmlSAXHandler copy = *sax;

	if (!real) real = dlsym(RTLD_NEXT, "xmlSAXUserParseMemory");
	if (!copy.startElementNs && copy.startElement) copy.initialized = 1;
	return real(&copy, ud, buf, size);
}

static GMainLoop *mainloop;
static PurpleAccount *account;

/* One event, on one line whatever the text holds. */
static void emit(const char *fmt, ...) G_GNUC_PRINTF(1, 2);
static void emit(const char *fmt, ...)
{
	va_list ap;
	char *raw, *p;

	va_start(ap, fmt);
	raw = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	for (p = raw; *p; p++)
		if (*p == '\n' || *p == '\r') *p = ' ';
	printf("EVT %s\n", raw);
	fflush(stdout);
	g_free(raw);
}

static const char *or_dash(const char *s) { return s ? s : "-"; }
static const char *or_empty(const char *s) { return s ? s : ""; }

/* ---- libpurple event loop on top of the GLib main loop ---- */
struct watch { PurpleInputFunction fn; gpointer data; };

static gboolean watch_fire(GIOChannel *ch, GIOCondition cond, gpointer p)
{
	struct watch *w = p;
	int bits = 0;

	if (cond & (G_IO_IN | G_IO_HUP | G_IO_ERR)) bits |= PURPLE_INPUT_READ;
	if (cond & (G_IO_OUT | G_IO_HUP | G_IO_ERR | G_IO_NVAL)) bits |= PURPLE_INPUT_WRITE;
	w->fn(w->data, g_io_channel_unix_get_fd(ch), bits);
	return TRUE;
}

static guint watch_add(gint fd, PurpleInputCondition want, PurpleInputFunction fn, gpointer data)
{
	struct watch *w = g_new0(struct watch, 1);
	GIOChannel *ch = g_io_channel_unix_new(fd);
	GIOCondition cond = 0;
	guint id;

	w->fn = fn;
	w->data = data;
	if (want & PURPLE_INPUT_READ)  cond |= G_IO_IN | G_IO_HUP | G_IO_ERR;
	if (want & PURPLE_INPUT_WRITE) cond |= G_IO_OUT | G_IO_HUP | G_IO_ERR | G_IO_NVAL;
	id = g_io_add_watch_full(ch, G_PRIORITY_DEFAULT, cond, watch_fire, w, g_free);
	g_io_channel_unref(ch);
	return id;
}

static PurpleEventLoopUiOps loop_ops = {
	.timeout_add = g_timeout_add,
	.timeout_remove = g_source_remove,
	.input_add = watch_add,
	.input_remove = g_source_remove,
	.timeout_add_seconds = g_timeout_add_seconds,
};

/* ---- what a window would show ---- */
static void on_write(PurpleConversation *c, const char *name, const char *alias,
		     const char *text, PurpleMessageFlags flags, time_t when)
{
	const char *kind = (flags & PURPLE_MESSAGE_RECV) ? "im-recv" :
			   (flags & PURPLE_MESSAGE_SEND) ? "im-sent" :
			   (flags & PURPLE_MESSAGE_ERROR) ? "im-error" : "im-note";
	char *plain = purple_markup_strip_html(text);

	(void)when;
	emit("%s conv=%s from=%s text=%s", kind, purple_conversation_get_name(c),
	     alias ? alias : or_dash(name), plain);
	g_free(plain);
}
static PurpleConversationUiOps conv_ops = { .write_conv = on_write };

/* Questions (an unknown certificate among them) are reported, never answered. */
static void *on_request(const char *title, const char *primary, const char *secondary,
			int def, PurpleAccount *a, const char *who, PurpleConversation *c,
			void *ud, size_t n, va_list actions)
{
	(void)def; (void)a; (void)c; (void)ud; (void)n; (void)actions;
	emit("request title=%s primary=%s secondary=%s who=%s", or_empty(title),
	     or_empty(primary), or_empty(secondary), or_empty(who));
	return NULL;
}
static PurpleRequestUiOps req_ops = { .request_action = on_request };

static void *on_notify(PurpleNotifyMsgType t, const char *title, const char *primary, const char *secondary)
{
	(void)t;
	emit("notify title=%s primary=%s secondary=%s", or_empty(title), or_empty(primary), or_empty(secondary));
	return NULL;
}
static PurpleNotifyUiOps note_ops = { .notify_message = on_notify };

static void ui_init(void)
{
	purple_conversations_set_ui_ops(&conv_ops);
	purple_request_set_ui_ops(&req_ops);
	purple_notify_set_ui_ops(&note_ops);
}
static PurpleCoreUiOps core_ops = { .ui_init = ui_init };

/* ---- signals; the last argument may carry the event's name ---- */
static const char *user_of(PurpleConnection *gc) { return purple_account_get_username(purple_connection_get_account(gc)); }
static void on_connection(PurpleConnection *gc, gpointer d) { emit("%s %s", (char *)d, user_of(gc)); }
static void on_conn_error(PurpleConnection *gc, PurpleConnectionError err, const char *desc, gpointer d)
{
	(void)gc; (void)d;
	emit("connection-error code=%d desc=%s", err, desc);
}
static void on_buddy(PurpleBuddy *b, gpointer d) { emit("%s %s", (char *)d, purple_buddy_get_name(b)); }
static void on_buddy_status(PurpleBuddy *b, PurpleStatus *o, PurpleStatus *n, gpointer d)
{
	(void)o; (void)d;
	emit("buddy-status %s %s", purple_buddy_get_name(b), purple_status_get_id(n));
}
static void on_buddy_added(PurpleBuddy *b, gpointer d)
{
	PurpleGroup *g = purple_buddy_get_group(b);

	(void)d;
	emit("buddy-added %s group=%s", purple_buddy_get_name(b), g ? purple_group_get_name(g) : "-");
}
static void on_typing(PurpleAccount *a, const char *who, gpointer d) { (void)a; emit("%s %s", (char *)d, who); }
static void on_chat_joined(PurpleConversation *c, const char *who, PurpleConvChatBuddyFlags f, gboolean fresh, gpointer d)
{
	(void)f; (void)fresh; (void)d;
	emit("chat-joined %s %s", purple_conversation_get_name(c), who);
}
static void on_chat_left(PurpleConversation *c, const char *who, const char *why, gpointer d)
{
	(void)why; (void)d;
	emit("chat-left %s %s", purple_conversation_get_name(c), who);
}

static void connect_signals(void)
{
	static int h;
	void *conn = purple_connections_get_handle(), *bl = purple_blist_get_handle(), *conv = purple_conversations_get_handle();
	struct { void *at; const char *sig; PurpleCallback cb; const char *name; } t[] = {
		{ conn, "signed-on", PURPLE_CALLBACK(on_connection), "signed-on" },
		{ conn, "signed-off", PURPLE_CALLBACK(on_connection), "signed-off" },
		{ conn, "connection-error", PURPLE_CALLBACK(on_conn_error), NULL },
		{ bl, "buddy-status-changed", PURPLE_CALLBACK(on_buddy_status), NULL },
		{ bl, "buddy-signed-on", PURPLE_CALLBACK(on_buddy), "buddy-signed-on" },
		{ bl, "buddy-signed-off", PURPLE_CALLBACK(on_buddy), "buddy-signed-off" },
		{ bl, "buddy-added", PURPLE_CALLBACK(on_buddy_added), NULL },
		{ conv, "buddy-typing", PURPLE_CALLBACK(on_typing), "buddy-typing" },
		{ conv, "buddy-typing-stopped", PURPLE_CALLBACK(on_typing), "buddy-typing-stopped" },
		{ conv, "chat-buddy-joined", PURPLE_CALLBACK(on_chat_joined), NULL },
		{ conv, "chat-buddy-left", PURPLE_CALLBACK(on_chat_left), NULL },
	};
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(t); i++)
		purple_signal_connect(t[i].at, t[i].sig, &h, t[i].cb, (void *)t[i].name);
}

/* ---- commands ---- */
static void dump_blist(void)
{
	GSList *l = purple_find_buddies(account, NULL), *i;

	for (i = l; i; i = i->next) {
		PurplePresence *p = purple_buddy_get_presence(i->data);

		emit("blist %s alias=%s status=%s online=%d", purple_buddy_get_name(i->data),
		     or_dash(purple_buddy_get_alias(i->data)),
		     purple_status_get_id(purple_presence_get_active_status(p)), purple_presence_is_online(p));
	}
	g_slist_free(l);
	emit("blist-end");
}

static PurpleConversation *im_with(const char *who)
{
	return purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, account);
}

static void send_im(const char *who, const char *text)
{
	PurpleConversation *c = im_with(who);
	char *esc = g_markup_escape_text(text, -1);

	if (!c) c = purple_conversation_new(PURPLE_CONV_TYPE_IM, account, who);
	purple_conv_im_send(PURPLE_CONV_IM(c), esc);
	g_free(esc);
}

static void send_typing(const char *who, PurpleTypingState state)
{
	PurpleConnection *gc = purple_account_get_connection(account);

	if (gc) serv_send_typing(gc, who, state);
	else emit("err not-connected");
}

static void add_buddy(const char *who, const char *group)
{
	PurpleGroup *g = purple_find_group(group);
	PurpleBuddy *b = purple_buddy_new(account, who, NULL);

	if (!g) { g = purple_group_new(group); purple_blist_add_group(g, NULL); }
	purple_blist_add_buddy(b, NULL, g, NULL);
	purple_account_add_buddy(account, b);
}

static void remove_buddy(const char *who)
{
	PurpleBuddy *b = purple_find_buddy(account, who);

	if (!b) { emit("err no-buddy %s", who); return; }
	purple_account_remove_buddy(account, b, purple_buddy_get_group(b));
	purple_blist_remove_buddy(b);
}

static void set_status(const char *id, const char *msg)
{
	PurpleStatusType *t = purple_account_get_status_type(account, id);
	PurpleSavedStatus *s;

	if (!t) { emit("err unknown-status %s", id); return; }
	s = purple_savedstatus_new(NULL, purple_status_type_get_primitive(t));
	purple_savedstatus_set_substatus(s, account, t, msg);
	purple_savedstatus_activate(s);
	emit("ok status %s", id);
}

/* The plugin exports its join function for the D-Bus interface. */
static void join_conference(const char *uri)
{
	void (*join)(PurpleAccount *, const char *) = NULL;
	PurplePlugin *pl = purple_find_prpl("prpl-sipe");

	if (pl && g_module_symbol(pl->handle, "sipe_join_conference_with_uri", (gpointer *)&join) && join)
		join(account, uri);
	else
		emit("err no-conference-entry");
}

static void say_in_chat(const char *text)
{
	GList *l = purple_get_chats();

	if (l) purple_conv_chat_send(PURPLE_CONV_CHAT((PurpleConversation *)l->data), text);
	else emit("err no-chat");
}

static gboolean on_stdin(GIOChannel *ch, GIOCondition cond, gpointer d)
{
	gchar *line = NULL, **w;
	GIOStatus st;

	(void)d;
	if ((cond & G_IO_HUP) && !(cond & G_IO_IN)) { g_main_loop_quit(mainloop); return FALSE; }
	st = g_io_channel_read_line(ch, &line, NULL, NULL, NULL);
	if (st == G_IO_STATUS_EOF) { g_main_loop_quit(mainloop); return FALSE; }
	if (st != G_IO_STATUS_NORMAL || !line) return TRUE;
	g_strchomp(line);
	w = g_strsplit(line, " ", 3);
	if (!w[0]) ; /* empty line */
	else if (!strcmp(w[0], "im") && w[1] && w[2]) send_im(w[1], w[2]);
	else if (!strcmp(w[0], "typing") && w[1]) send_typing(w[1], PURPLE_TYPING);
	else if (!strcmp(w[0], "idle") && w[1]) send_typing(w[1], PURPLE_NOT_TYPING);
	else if (!strcmp(w[0], "close") && w[1]) {
		PurpleConversation *c = im_with(w[1]);
		if (c) purple_conversation_destroy(c);
	}
	else if (!strcmp(w[0], "add") && w[1]) add_buddy(w[1], w[2] ? w[2] : "Other Contacts");
	else if (!strcmp(w[0], "del") && w[1]) remove_buddy(w[1]);
	else if (!strcmp(w[0], "status") && w[1]) set_status(w[1], w[2]);
	else if (!strcmp(w[0], "blist")) dump_blist();
	else if (!strcmp(w[0], "conf") && w[1]) join_conference(w[1]);
	else if (!strcmp(w[0], "chat") && w[1]) say_in_chat(line + strlen("chat "));
	else if (!strcmp(w[0], "quit")) g_main_loop_quit(mainloop);
	else emit("err bad-command %s", line);
	g_strfreev(w);
	g_free(line);
	return TRUE;
}

static void account_option(const char *arg)
{
	gboolean isbool = g_str_has_prefix(arg, "bool:");
	char **p = g_strsplit(isbool ? arg + strlen("bool:") : arg, "=", 2);

	if (!p[0] || !p[1]) emit("err bad-option %s", arg);
	else if (isbool) purple_account_set_bool(account, p[0], atoi(p[1]));
	else purple_account_set_string(account, p[0], p[1]);
	g_strfreev(p);
}

int main(int argc, char **argv)
{
	const char *seed = g_getenv("PURPLEDRIVE_SEED");
	gboolean debug = g_getenv("PURPLE_DEBUG") != NULL;
	PurpleProxyInfo *direct;
	GIOChannel *in;
	int i;

	if (argc < 4) { fprintf(stderr, "usage: %s profile-dir sip-address[,login] password [key=value | bool:key=0|1 ...]\n", argv[0]); return 2; }
	signal(SIGPIPE, SIG_IGN);
	g_mkdir_with_parents(argv[1], 0700);
	purple_util_set_user_dir(argv[1]);
	purple_debug_set_enabled(debug);
	purple_debug_set_verbose(debug);
	purple_debug_set_unsafe(TRUE); /* whole messages, credentials included */
	purple_core_set_ui_ops(&core_ops);
	purple_eventloop_set_ui_ops(&loop_ops);
	mainloop = g_main_loop_new(NULL, FALSE);
	if (!purple_core_init("purpledrive")) { emit("fatal core init failed"); return 1; }
	/*
	 * sipe takes Call-IDs, tags and branches from rand() and seeds it with the
	 * time in seconds: two clients started together would send the same ones.
	 */
	srand(seed ? (unsigned)strtoul(seed, NULL, 0) : (unsigned)time(NULL) ^ ((unsigned)getpid() << 16));
	purple_set_blist(purple_blist_new());
	purple_blist_load();
	if (!purple_find_prpl("prpl-sipe")) { emit("fatal no prpl-sipe plugin"); return 1; }

	account = purple_account_new(argv[2], "prpl-sipe");
	purple_account_set_password(account, argv[3]);
	purple_account_set_remember_password(account, TRUE);
	for (i = 4; i < argc; i++) account_option(argv[i]);
	direct = purple_proxy_info_new(); /* never a proxy from the environment */
	purple_proxy_info_set_type(direct, PURPLE_PROXY_NONE);
	purple_account_set_proxy_info(account, direct);
	purple_accounts_add(account);
	connect_signals();

	in = g_io_channel_unix_new(STDIN_FILENO);
	g_io_add_watch(in, G_IO_IN | G_IO_HUP, on_stdin, NULL);

	set_status("available", NULL);
	purple_account_set_enabled(account, "purpledrive", TRUE);
	emit("started %s", argv[2]);
	g_main_loop_run(mainloop);
	purple_account_set_enabled(account, "purpledrive", FALSE);
	purple_core_quit();
	emit("exit");
	return 0;
}

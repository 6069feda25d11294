/*
 * A PKCS#11 module that forwards to another one (SoftHSM in the tests) and does on demand what real tokens, drivers and cables do: it is slow,
 * it vanishes and comes back with every old handle stale, it counts wrong PINs and locks, it wants the PIN for each signature, it fails, hangs
 * or crashes at a given call, it talks nonsense about lengths. It never writes a PIN down, except where it is told to chatter as bad drivers do.
 *
 * HOCBA_FAULT_PROXY names a folder: `control` (read anew when it has changed; lines, see readControl), `state` (shared by every process that has
 * the module loaded: call counts, wrong PINs, whether the token is gone) and `log` (one line a call: process id, function, return value).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Everything in the standard's calls is as wide as a long: handles, counts, pointers. */
typedef unsigned long W;
typedef struct { W type; void *value; W length; } Attribute;
typedef struct {
  unsigned char label[32], manufacturer[32], model[16], serial[16];
  W flags, maxSessions, sessions, maxRwSessions, rwSessions, maxPin, minPin, totalPublic, freePublic, totalPrivate, freePrivate;
  unsigned char hardware[2], firmware[2], time[16];
} TokenInfo;
typedef struct { W slot, state, flags, error; } SessionInfo;

enum { OK = 0, SLOT_ID_INVALID = 0x3, DEVICE_REMOVED = 0x32, KEY_HANDLE_INVALID = 0x60, OBJECT_HANDLE_INVALID = 0x82, OPERATION_NOT_INITIALIZED = 0x91,
  PIN_INCORRECT = 0xa0, PIN_LOCKED = 0xa4, SESSION_HANDLE_INVALID = 0xb3, TOKEN_NOT_PRESENT = 0xe0, USER_NOT_LOGGED_IN = 0x101, BUFFER_TOO_SMALL = 0x150 };
enum { COUNT_LOW = 0x10000, FINAL_TRY = 0x20000, LOCKED = 0x40000, PIN_FLAGS = COUNT_LOW | FINAL_TRY | LOCKED };
enum { CKA_CLASS = 0, CKA_VALUE = 0x11, CKA_ALWAYS_AUTHENTICATE = 0x202, CKO_CERTIFICATE = 1, CKO_PRIVATE_KEY = 3, CONTEXT_SPECIFIC = 2 };

/* The function list of PKCS #11 v2.40, in its order, with the number of arguments. */
#define CALLS(X) \
  X(C_Initialize, 1) X(C_Finalize, 1) X(C_GetInfo, 1) X(C_GetFunctionList, 1) X(C_GetSlotList, 3) X(C_GetSlotInfo, 2) X(C_GetTokenInfo, 2) \
  X(C_GetMechanismList, 3) X(C_GetMechanismInfo, 3) X(C_InitToken, 4) X(C_InitPIN, 3) X(C_SetPIN, 5) X(C_OpenSession, 5) X(C_CloseSession, 1) \
  X(C_CloseAllSessions, 1) X(C_GetSessionInfo, 2) X(C_GetOperationState, 3) X(C_SetOperationState, 5) X(C_Login, 4) X(C_Logout, 1) X(C_CreateObject, 4) \
  X(C_CopyObject, 5) X(C_DestroyObject, 2) X(C_GetObjectSize, 3) X(C_GetAttributeValue, 4) X(C_SetAttributeValue, 4) X(C_FindObjectsInit, 3) \
  X(C_FindObjects, 4) X(C_FindObjectsFinal, 1) X(C_EncryptInit, 3) X(C_Encrypt, 5) X(C_EncryptUpdate, 5) X(C_EncryptFinal, 3) X(C_DecryptInit, 3) \
  X(C_Decrypt, 5) X(C_DecryptUpdate, 5) X(C_DecryptFinal, 3) X(C_DigestInit, 2) X(C_Digest, 5) X(C_DigestUpdate, 3) X(C_DigestKey, 2) \
  X(C_DigestFinal, 3) X(C_SignInit, 3) X(C_Sign, 5) X(C_SignUpdate, 3) X(C_SignFinal, 3) X(C_SignRecoverInit, 3) X(C_SignRecover, 5) \
  X(C_VerifyInit, 3) X(C_Verify, 5) X(C_VerifyUpdate, 3) X(C_VerifyFinal, 3) X(C_VerifyRecoverInit, 3) X(C_VerifyRecover, 5) \
  X(C_DigestEncryptUpdate, 5) X(C_DecryptDigestUpdate, 5) X(C_SignEncryptUpdate, 5) X(C_DecryptVerifyUpdate, 5) X(C_GenerateKey, 5) \
  X(C_GenerateKeyPair, 8) X(C_WrapKey, 6) X(C_UnwrapKey, 8) X(C_DeriveKey, 6) X(C_SeedRandom, 3) X(C_GenerateRandom, 3) X(C_GetFunctionStatus, 1) \
  X(C_CancelFunction, 1) X(C_WaitForSlotEvent, 3)

#define NUMBER(name, arity) n_##name,
enum { CALLS(NUMBER) n_ContextLogin, n_Unload, callCount };
#define NAME(name, arity) #name,
static const char *const names[] = { CALLS(NAME) "C_Login(context)", "unload" };

typedef W (*Call)();
typedef struct { unsigned char version[2]; Call calls[n_ContextLogin]; } List;
static List *real;

/* ---- state shared by all processes ---- */
typedef struct { W counts[callCount]; W wrongPins; W goneEpoch; W unlocked; } Shared;
static Shared *shared;
static int logFile = -1;

/*
 * ---- the control file ----
 * module PATH; plugged * or ,LABEL,LABEL,; gone 0|1; epoch N (one more at each insertion); unlocked N (one more: wrong PINs forgotten); serial TEXT; certificate PATH (what every certificate
 * object reads as); chatter 1 (what it does, the PIN too, on both streams); endless 1 (a search never ends); attribute-length N and signature-length N (what it says of
 * lengths); hide CLASS; lock-after N; pin-flags FLAGS; token-flags FLAGS; always-authenticate 0|1; mechanism N (repeated: the whole list);
 * fail|hang|crash|remove|delay CALL NTH VALUE, where NTH counts from 1 over all processes and 0 means every call.
 */
enum { maxRules = 64 };
typedef struct { char kind; int call; W nth; W value; } Rule; /* kind: f(ail) h(ang) c(rash) r(emove) d(elay); nth 0: every time */
static struct {
  char module[1024], plugged[1024], serial[17], certificatePath[1024];
  W epoch, unlocked, lockAfter, pinFlags, tokenFlags, mechanisms[64], mechanismCount, hiddenClass;
  W attributeLength, signatureLength;
  int gone, overridesPin, alwaysAuthenticate, hides, chatter, endless, ruleCount;
  Rule rules[maxRules];
} control;
static char controlPath[1100];
static struct timespec controlTime;
static ino_t controlFile;

static int callNamed(const char *name) {
  for (int n = 0; n < callCount; n++) if (strcmp(names[n], name) == 0) return n;
  return -1;
}

static void readControl(void) {
  struct stat now;
  if (stat(controlPath, &now) != 0) return;
  if (now.st_ino == controlFile && now.st_mtim.tv_sec == controlTime.tv_sec && now.st_mtim.tv_nsec == controlTime.tv_nsec) return;
  FILE *file = fopen(controlPath, "r");
  if (file == NULL) return;
  controlFile = now.st_ino;
  controlTime = now.st_mtim;
  memset(&control, 0, sizeof control);
  char line[2048], word[64], call[64];
  while (fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\n")] = 0;
    char *rest = strchr(line, ' ');
    if (rest == NULL) continue;
    *rest++ = 0;
    snprintf(word, sizeof word, "%.63s", line);
    if (!strcmp(word, "module")) snprintf(control.module, sizeof control.module, "%s", rest);
    else if (!strcmp(word, "plugged")) snprintf(control.plugged, sizeof control.plugged, "%s", rest);
    else if (!strcmp(word, "serial")) snprintf(control.serial, sizeof control.serial, "%s", rest);
    else if (!strcmp(word, "certificate")) snprintf(control.certificatePath, sizeof control.certificatePath, "%s", rest);
    else if (!strcmp(word, "gone")) control.gone = atoi(rest);
    else if (!strcmp(word, "unlocked")) control.unlocked = strtoul(rest, NULL, 0);
    else if (!strcmp(word, "epoch")) control.epoch = strtoul(rest, NULL, 0);
    else if (!strcmp(word, "lock-after")) control.lockAfter = strtoul(rest, NULL, 0);
    else if (!strcmp(word, "pin-flags")) { control.overridesPin = 1; control.pinFlags = strtoul(rest, NULL, 0); }
    else if (!strcmp(word, "token-flags")) control.tokenFlags = strtoul(rest, NULL, 0);
    else if (!strcmp(word, "always-authenticate")) control.alwaysAuthenticate = atoi(rest);
    else if (!strcmp(word, "chatter")) control.chatter = atoi(rest);
    else if (!strcmp(word, "endless")) control.endless = atoi(rest);
    else if (!strcmp(word, "attribute-length")) control.attributeLength = strtoul(rest, NULL, 0);
    else if (!strcmp(word, "signature-length")) control.signatureLength = strtoul(rest, NULL, 0);
    else if (!strcmp(word, "hide")) { control.hides = 1; control.hiddenClass = strtoul(rest, NULL, 0); }
    else if (!strcmp(word, "mechanism") && control.mechanismCount < 64) control.mechanisms[control.mechanismCount++] = strtoul(rest, NULL, 0);
    else if (control.ruleCount < maxRules && strchr("fhcrd", word[0]) != NULL) {
      Rule *rule = &control.rules[control.ruleCount];
      rule->kind = word[0];
      if (sscanf(rest, "%63s %lu %lu", call, &rule->nth, &rule->value) == 3 && (rule->call = callNamed(call)) >= 0) control.ruleCount++;
    }
  }
  fclose(file);
}

/* ---- is the token there ---- */
static int isGone(void) { return control.gone || control.epoch <= shared->goneEpoch; }

static int isPlugged(W slot) {
  TokenInfo info;
  if (isGone()) return 0;
  if (strcmp(control.plugged, "*") == 0) return 1;
  if (real->calls[n_C_GetTokenInfo](slot, &info) != OK) return 0;
  char label[33], wanted[40];
  memcpy(label, info.label, 32);
  label[32] = 0;
  for (int end = 31; end >= 0 && label[end] == ' '; end--) label[end] = 0;
  snprintf(wanted, sizeof wanted, ",%s,", label);
  return strstr(control.plugged, wanted) != NULL;
}

/* Handles carry the epoch in which they were given out: those of an earlier insertion are known by it. */
enum { epochShift = 24 };
static W given(W handle) { return handle == 0 ? 0 : handle | control.epoch << epochShift; }
static W inner(W handle) { return handle & ((1UL << epochShift) - 1); }
static int isOld(W handle) { return handle >> epochShift != control.epoch; }

static W announcedEpoch = 0; /* the last epoch whose end was told by CKR_DEVICE_REMOVED */
static W lastEpoch = 0;
static W pendingContext = 0; /* session whose operation waits for a context login */
static W pinHash = 0;

static W hashOf(const unsigned char *bytes, W length) {
  W hash = 1469598103934665603UL;
  for (W n = 0; n < length; n++) hash = (hash ^ bytes[n]) * 1099511628211UL;
  return hash;
}

/* A pulled token forgets its login. */
static void forgetSessions(void) {
  W slots[64], count = 64;
  if (real->calls[n_C_GetSlotList](1, slots, &count) == OK) for (W n = 0; n < count; n++) real->calls[n_C_CloseAllSessions](slots[n]);
  pendingContext = pinHash = 0;
}

/* As drivers do: the first call after the removal says so, later ones know the session no more. */
static W sessionState(W session) {
  W epoch = session >> epochShift;
  if (!isOld(session) && !isGone()) {
    SessionInfo info;
    if (real->calls[n_C_GetSessionInfo](inner(session), &info) == OK && !isPlugged(info.slot)) return announcedEpoch == epoch ? SESSION_HANDLE_INVALID : (announcedEpoch = epoch, DEVICE_REMOVED);
    return OK;
  }
  if (isGone() && announcedEpoch != epoch) {
    announcedEpoch = epoch;
    return DEVICE_REMOVED;
  }
  return SESSION_HANDLE_INVALID;
}

static void note(int call, W result) {
  char line[96];
  int length = snprintf(line, sizeof line, "%d %s %lu\n", (int)getpid(), names[call], result);
  if (write(logFile, line, length) < 0) return;
}

static void sleepFor(W milliseconds) {
  struct timespec wait = { milliseconds / 1000, milliseconds % 1000 * 1000000 };
  while (nanosleep(&wait, &wait) != 0);
}

/* Counts the call and does what the rules want of it. Not OK: the call ends here. */
static W before(int call) {
  readControl();
  if (lastEpoch != control.epoch) {
    if (lastEpoch != 0) forgetSessions();
    lastEpoch = control.epoch;
  }
  if (shared->unlocked != control.unlocked) {
    shared->unlocked = control.unlocked;
    shared->wrongPins = 0;
  }
  W count = __atomic_add_fetch(&shared->counts[call], 1, __ATOMIC_SEQ_CST);
  for (int n = 0; n < control.ruleCount; n++) {
    const Rule *rule = &control.rules[n];
    if (rule->call != call || (rule->nth != 0 && rule->nth != count)) continue;
    if (rule->kind == 'd') sleepFor(rule->value);
    if (rule->kind == 'h') { note(call, ~0UL); for (;;) pause(); }
    if (rule->kind == 'c') { note(call, ~0UL); signal(SIGSEGV, SIG_DFL); raise(SIGSEGV); }
    if (rule->kind == 'r') shared->goneEpoch = control.epoch;
    if (rule->kind == 'f') return rule->value;
  }
  return OK;
}

/* ---- calls with a meaning of their own; the counting around them is below ---- */
static W do_C_GetSlotList(W present, W *list, W *count) {
  W slots[64], all = 64, found = 0;
  W result = real->calls[n_C_GetSlotList](1, slots, &all);
  if (result != OK) return result;
  for (W n = 0; n < all; n++) {
    if ((present & 0xff) != 0 && !isPlugged(slots[n])) continue;
    if (list != NULL && found < *count) list[found] = slots[n];
    found++;
  }
  result = list != NULL && found > *count ? BUFFER_TOO_SMALL : OK;
  *count = found;
  return result;
}

static W do_C_GetTokenInfo(W slot, TokenInfo *info) {
  if (!isPlugged(slot)) return TOKEN_NOT_PRESENT;
  W result = real->calls[n_C_GetTokenInfo](slot, info);
  if (result != OK) return result;
  info->flags |= control.tokenFlags;
  if (control.serial[0] != 0) {
    memset(info->serial, ' ', sizeof info->serial);
    memcpy(info->serial, control.serial, strlen(control.serial));
  }
  if (control.overridesPin) info->flags = (info->flags & ~(W)PIN_FLAGS) | control.pinFlags;
  else if (control.lockAfter != 0) {
    W wrong = shared->wrongPins;
    W flags = wrong >= control.lockAfter ? LOCKED : wrong + 1 == control.lockAfter ? FINAL_TRY | COUNT_LOW : wrong > 0 ? COUNT_LOW : 0;
    info->flags = (info->flags & ~(W)PIN_FLAGS) | flags;
  }
  return OK;
}

static W do_C_GetMechanismList(W slot, W *list, W *count) {
  if (!isPlugged(slot)) return TOKEN_NOT_PRESENT;
  if (control.mechanismCount == 0) return real->calls[n_C_GetMechanismList](slot, list, count);
  W room = *count;
  *count = control.mechanismCount;
  if (list == NULL) return OK;
  if (room < control.mechanismCount) return BUFFER_TOO_SMALL;
  memcpy(list, control.mechanisms, control.mechanismCount * sizeof(W));
  return OK;
}

static W do_C_OpenSession(W slot, W flags, W application, W notify, W *session) {
  if (!isPlugged(slot)) return TOKEN_NOT_PRESENT;
  W result = real->calls[n_C_OpenSession](slot, flags, application, notify, session);
  if (result == OK) *session = given(*session);
  return result;
}

static W countedPin(W result) {
  if (control.lockAfter == 0) return result;
  if (result == PIN_INCORRECT) return ++shared->wrongPins >= control.lockAfter ? PIN_LOCKED : PIN_INCORRECT;
  if (result == OK) shared->wrongPins = 0;
  return result;
}

static W do_C_Login(W session, W user, const unsigned char *pin, W length) {
  if (control.chatter) {
    printf("C_Login %.*s\n", (int)length, pin);
    fprintf(stderr, "C_Login %.*s\n", (int)length, pin);
    fflush(stdout);
  }
  W state = sessionState(session);
  if (state != OK) return state;
  if (control.lockAfter != 0 && shared->wrongPins >= control.lockAfter) return PIN_LOCKED;
  if (user == CONTEXT_SPECIFIC && control.alwaysAuthenticate) {
    if (pendingContext != session) return OPERATION_NOT_INITIALIZED;
    W result = countedPin(hashOf(pin, length) == pinHash ? OK : PIN_INCORRECT);
    if (result == OK) pendingContext = 0;
    return result;
  }
  W result = countedPin(real->calls[n_C_Login](inner(session), user, pin, length));
  if (result == OK) pinHash = hashOf(pin, length);
  return result;
}

static W classOf(W session, W object) {
  W class = ~0UL;
  Attribute wanted = { CKA_CLASS, &class, sizeof class };
  real->calls[n_C_GetAttributeValue](inner(session), inner(object), &wanted, 1UL);
  return class;
}

static W certificateInstead(Attribute *wanted) {
  struct stat facts;
  int file = open(control.certificatePath, O_RDONLY);
  if (file < 0 || fstat(file, &facts) != 0) return OBJECT_HANDLE_INVALID;
  W result = OK;
  if (wanted->value != NULL && (wanted->length < (W)facts.st_size || read(file, wanted->value, facts.st_size) != facts.st_size)) result = BUFFER_TOO_SMALL;
  wanted->length = facts.st_size;
  close(file);
  return result;
}

static W do_C_GetAttributeValue(W session, W object, Attribute *list, W count) {
  W state = sessionState(session);
  if (state != OK) return state;
  if (isOld(object)) return OBJECT_HANDLE_INVALID;
  if (count == 1 && list->type == CKA_ALWAYS_AUTHENTICATE && control.alwaysAuthenticate && classOf(session, object) == CKO_PRIVATE_KEY) {
    if (list->value != NULL && list->length >= 1) *(unsigned char *)list->value = 1;
    list->length = 1;
    return OK;
  }
  if (control.attributeLength != 0 && list->type == CKA_VALUE && list->value == NULL) return list->length = control.attributeLength, OK;
  if (count == 1 && list->type == CKA_VALUE && control.certificatePath[0] != 0 && classOf(session, object) == CKO_CERTIFICATE) return certificateInstead(list);
  return real->calls[n_C_GetAttributeValue](inner(session), inner(object), list, count);
}

static W do_C_FindObjects(W session, W *objects, W room, W *count) {
  W state = sessionState(session);
  if (state != OK) return state;
  if (control.endless) {
    for (*count = 0; *count < room; ++*count) objects[*count] = given(1);
    return OK;
  }
  for (;;) {
    W result = real->calls[n_C_FindObjects](inner(session), objects, room, count);
    if (result != OK || *count == 0) return result;
    W kept = 0;
    for (W n = 0; n < *count; n++) if (!control.hides || classOf(session, objects[n]) != control.hiddenClass) objects[kept++] = given(objects[n]);
    *count = kept;
    if (kept > 0) return OK;
  }
}

static W beginOperation(int call, W session, W mechanism, W key) {
  W state = sessionState(session);
  if (state != OK) return state;
  if (isOld(key)) return KEY_HANDLE_INVALID;
  W result = real->calls[call](inner(session), mechanism, inner(key));
  if (result == OK && control.alwaysAuthenticate) pendingContext = session;
  return result;
}

static W endOperation(int call, W session, W input, W inputLength, void *output, W *outputLength) {
  W state = sessionState(session);
  if (state != OK) return state;
  if (pendingContext == session) {
    unsigned char thrown[1024];
    W length = sizeof thrown;
    pendingContext = 0;
    real->calls[call](inner(session), input, inputLength, thrown, &length);
    memset(thrown, 0, sizeof thrown);
    return USER_NOT_LOGGED_IN;
  }
  W result = real->calls[call](inner(session), input, inputLength, output, outputLength);
  if (result == OK && call == n_C_Sign && control.signatureLength != 0) *outputLength = control.signatureLength;
  return result;
}

static W do_C_SignInit(W session, W mechanism, W key) { return beginOperation(n_C_SignInit, session, mechanism, key); }
static W do_C_DecryptInit(W session, W mechanism, W key) { return beginOperation(n_C_DecryptInit, session, mechanism, key); }
static W do_C_Sign(W s, W i, W l, void *o, W *n) { return endOperation(n_C_Sign, s, i, l, o, n); }
static W do_C_Decrypt(W s, W i, W l, void *o, W *n) { return endOperation(n_C_Decrypt, s, i, l, o, n); }

#define ON_SESSION(name, parameters, arguments) static W do_##name parameters { W state = sessionState(s); return state != OK ? state : real->calls[n_##name] arguments; }
ON_SESSION(C_CloseSession, (W s), (inner(s)))
ON_SESSION(C_Logout, (W s), (inner(s)))
ON_SESSION(C_GetSessionInfo, (W s, W a), (inner(s), a))
ON_SESSION(C_FindObjectsInit, (W s, W a, W b), (inner(s), a, b))
ON_SESSION(C_FindObjectsFinal, (W s), (inner(s)))
ON_SESSION(C_SignUpdate, (W s, W a, W b), (inner(s), a, b))
ON_SESSION(C_SignFinal, (W s, W a, W b), (inner(s), a, b))
ON_SESSION(C_GenerateRandom, (W s, W a, W b), (inner(s), a, b))
static W do_C_GetSlotInfo(W slot, W info) { return real->calls[n_C_GetSlotInfo](slot, info); }
static W do_C_GetMechanismInfo(W slot, W mechanism, W info) { return isPlugged(slot) ? real->calls[n_C_GetMechanismInfo](slot, mechanism, info) : TOKEN_NOT_PRESENT; }
static W do_C_CloseAllSessions(W slot) { return real->calls[n_C_CloseAllSessions](slot); }
static W do_C_Initialize(W parameters) { return real->calls[n_C_Initialize](parameters); }
static W do_C_Finalize(W reserved) { return real->calls[n_C_Finalize](reserved); }
static W do_C_GetInfo(W info) { return real->calls[n_C_GetInfo](info); }
static W do_C_WaitForSlotEvent(W flags, W slot, W reserved) { return real->calls[n_C_WaitForSlotEvent](flags, slot, reserved); }

/* ---- what the host program calls ---- */
#define OURS(name, parameters, arguments) static W name parameters { W result = before(n_##name); if (result == OK) result = do_##name arguments; note(n_##name, result); return result; }
OURS(C_Initialize, (W a), (a))
OURS(C_Finalize, (W a), (a))
OURS(C_GetInfo, (W a), (a))
OURS(C_GetSlotList, (W a, W *b, W *c), (a, b, c))
OURS(C_GetSlotInfo, (W a, W b), (a, b))
OURS(C_GetTokenInfo, (W a, TokenInfo *b), (a, b))
OURS(C_GetMechanismList, (W a, W *b, W *c), (a, b, c))
OURS(C_GetMechanismInfo, (W a, W b, W c), (a, b, c))
OURS(C_OpenSession, (W a, W b, W c, W d, W *e), (a, b, c, d, e))
OURS(C_CloseSession, (W a), (a))
OURS(C_CloseAllSessions, (W a), (a))
OURS(C_GetSessionInfo, (W a, W b), (a, b))
OURS(C_Logout, (W a), (a))
OURS(C_GetAttributeValue, (W a, W b, Attribute *c, W d), (a, b, c, d))
OURS(C_FindObjectsInit, (W a, W b, W c), (a, b, c))
OURS(C_FindObjects, (W a, W *b, W c, W *d), (a, b, c, d))
OURS(C_FindObjectsFinal, (W a), (a))
OURS(C_SignInit, (W a, W b, W c), (a, b, c))
OURS(C_Sign, (W a, W b, W c, void *d, W *e), (a, b, c, d, e))
OURS(C_SignUpdate, (W a, W b, W c), (a, b, c))
OURS(C_SignFinal, (W a, W b, W c), (a, b, c))
OURS(C_DecryptInit, (W a, W b, W c), (a, b, c))
OURS(C_Decrypt, (W a, W b, W c, void *d, W *e), (a, b, c, d, e))
OURS(C_GenerateRandom, (W a, W b, W c), (a, b, c))
OURS(C_WaitForSlotEvent, (W a, W b, W c), (a, b, c))

/* The two logins are counted apart. */
static W C_Login(W session, W user, const unsigned char *pin, W length) {
  int call = user == CONTEXT_SPECIFIC ? n_ContextLogin : n_C_Login;
  W result = before(call);
  if (result == OK) result = do_C_Login(session, user, pin, length);
  note(call, result);
  return result;
}

/* As drivers do that wait for a thread of theirs: the process that ends in the ordinary way never ends. */
__attribute__((destructor)) static void unload(void) {
  if (shared != NULL && shared != MAP_FAILED) before(n_Unload);
}

static List ours;

/* What is not ours takes handles that the module behind could not know: it is refused. */
static W unsupported(void) { return 0x54; /* CKR_FUNCTION_NOT_SUPPORTED */ }

static int start(void) {
  const char *folder = getenv("HOCBA_FAULT_PROXY");
  char path[1100];
  if (folder == NULL || strlen(folder) > 1000) return 0;
  snprintf(controlPath, sizeof controlPath, "%s/control", folder);
  snprintf(path, sizeof path, "%s/state", folder);
  int state = open(path, O_RDWR | O_CREAT, 0600);
  if (state < 0 || ftruncate(state, sizeof(Shared)) != 0) return 0;
  shared = mmap(NULL, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED, state, 0);
  close(state);
  if (shared == MAP_FAILED) return 0;
  snprintf(path, sizeof path, "%s/log", folder);
  logFile = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  readControl();
  void *module = dlopen(control.module, RTLD_NOW | RTLD_LOCAL);
  Call getList = module == NULL ? NULL : (Call)dlsym(module, "C_GetFunctionList");
  return logFile >= 0 && getList != NULL && getList(&real) == OK;
}

__attribute__((visibility("default"))) W C_GetFunctionList(List **list) {
  if (real == NULL && !start()) return 6; /* CKR_FUNCTION_FAILED */
  ours.version[0] = 2;
  ours.version[1] = 40;
  for (int n = 0; n < n_ContextLogin; n++) ours.calls[n] = (Call)unsupported;
#define PUT(name) ours.calls[n_##name] = (Call)name;
  PUT(C_Initialize) PUT(C_Finalize) PUT(C_GetInfo) PUT(C_GetFunctionList) PUT(C_GetSlotList) PUT(C_GetSlotInfo) PUT(C_GetTokenInfo) PUT(C_GetMechanismList)
  PUT(C_GetMechanismInfo) PUT(C_OpenSession) PUT(C_CloseSession) PUT(C_CloseAllSessions) PUT(C_GetSessionInfo) PUT(C_Login) PUT(C_Logout) PUT(C_GetAttributeValue)
  PUT(C_FindObjectsInit) PUT(C_FindObjects) PUT(C_FindObjectsFinal) PUT(C_SignInit) PUT(C_Sign) PUT(C_SignUpdate) PUT(C_SignFinal) PUT(C_DecryptInit)
  PUT(C_Decrypt) PUT(C_GenerateRandom) PUT(C_WaitForSlotEvent)
  *list = &ours;
  return OK;
}

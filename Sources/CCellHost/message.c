#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char message[guardedMessageLimit];

void messageAppend(const char *text) {
  size_t room = guardedMessageLimit - 1 - strlen(message);
  strncat(message, text, room);
  // Three bytes of UTF-8.
  if (strlen(text) > room) memcpy(message + guardedMessageLimit - 4, "…", 3);
}

void messageTake(char *target) {
  strcpy(target, message);
  message[0] = 0;
}

void messageClear(void) { message[0] = 0; }

int messagePut(const char *text, FILE *stream) {
  static int (*original)(const char *, FILE *);
  if (!original) original = (int (*)(const char *, FILE *))dlsym(RTLD_NEXT, "fputs");
  return original(text, stream);
}

void messageFlush(void) {
  if (message[0]) messagePut(message, stderr);
  message[0] = 0;
}

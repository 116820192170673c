#include "CSourceKit.h"

#include <dlfcn.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

// A value inside an answer, as large as sourcekitd passes it.
typedef struct {
  uint64_t data[3];
} variant;

static struct {
  void (*initialize)(void);
  void *(*request_create_from_yaml)(const char *yaml, char **error);
  void (*request_release)(void *request);
  void *(*send_request_sync)(void *request);
  bool (*response_is_error)(void *response);
  const char *(*response_error_get_description)(void *response);
  variant (*response_get_value)(void *response);
  void (*response_dispose)(void *response);
  char *(*variant_json_description_copy)(variant value);
} sourcekitd;

static const struct {
  const char *name;
  void **place;
} functions[] = {
  {"sourcekitd_initialize", (void **)&sourcekitd.initialize},
  {"sourcekitd_request_create_from_yaml", (void **)&sourcekitd.request_create_from_yaml},
  {"sourcekitd_request_release", (void **)&sourcekitd.request_release},
  {"sourcekitd_send_request_sync", (void **)&sourcekitd.send_request_sync},
  {"sourcekitd_response_is_error", (void **)&sourcekitd.response_is_error},
  {"sourcekitd_response_error_get_description",
   (void **)&sourcekitd.response_error_get_description},
  {"sourcekitd_response_get_value", (void **)&sourcekitd.response_get_value},
  {"sourcekitd_response_dispose", (void **)&sourcekitd.response_dispose},
  {"sourcekitd_variant_json_description_copy",
   (void **)&sourcekitd.variant_json_description_copy},
};

const char *csourcekit_load(const char *path) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) return dlerror();
  for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
    *functions[i].place = dlsym(library, functions[i].name);
    if (!*functions[i].place) return functions[i].name;
  }
  sourcekitd.initialize();
  return NULL;
}

static char *answer_of(void *response, bool *failed) {
  *failed = sourcekitd.response_is_error(response);
  if (*failed) return strdup(sourcekitd.response_error_get_description(response));
  return sourcekitd.variant_json_description_copy(sourcekitd.response_get_value(response));
}

char *csourcekit_answer(const char *request, bool *failed) {
  char *error = NULL;
  void *object = sourcekitd.request_create_from_yaml(request, &error);
  if (!object) {
    *failed = true;
    return error ? error : strdup("The request is not YAML.");
  }
  void *response = sourcekitd.send_request_sync(object);
  char *answer = answer_of(response, failed);
  sourcekitd.response_dispose(response);
  sourcekitd.request_release(object);
  return answer;
}

void csourcekit_die_with_parent(void) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
}

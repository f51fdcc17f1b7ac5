#define _GNU_SOURCE
#include "CCurl.h"

#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

CURLcode strata_curl_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

CURLcode strata_curl_set_text(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

CURLcode strata_curl_set_error_buffer(CURL *easy, char *buffer) {
  return curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, buffer);
}

CURLcode strata_curl_set_headers(CURL *easy, struct curl_slist *headers) {
  return curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
}

CURLcode strata_curl_set_body(CURL *easy, const uint8_t *bytes, int64_t length) {
  CURLcode code = curl_easy_setopt(easy, CURLOPT_POST, 1L);
  // The size comes first: without it the body would be read up to a NUL.
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, length > 0 ? (const char *)bytes : "");
  return code;
}

CURLcode strata_curl_set_write_function(CURL *easy, curl_write_callback function, void *context) {
  CURLcode code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, function);
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
  return code;
}

CURLcode strata_curl_set_header_function(CURL *easy, curl_write_callback function, void *context) {
  CURLcode code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, function);
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
  return code;
}

static curl_socket_t open_through_gate(void *context, curlsocktype purpose, struct curl_sockaddr *target) {
  const struct strata_curl_gate *gate = context;
  uint8_t bytes[16];
  int length = 0;

  if (purpose != CURLSOCKTYPE_IPCXN) return CURL_SOCKET_BAD;
  // `addr` is declared as the smallest of the socket addresses; what is there has `addrlen` bytes.
  if (target->family == AF_INET && target->addrlen >= sizeof(struct sockaddr_in)) {
    length = 4;
    memcpy(bytes, (const char *)&target->addr + offsetof(struct sockaddr_in, sin_addr), 4);
  } else if (target->family == AF_INET6 && target->addrlen >= sizeof(struct sockaddr_in6)) {
    length = 16;
    memcpy(bytes, (const char *)&target->addr + offsetof(struct sockaddr_in6, sin6_addr), 16);
  }
  if (!gate->function(gate->context, bytes, length)) return CURL_SOCKET_BAD;
  return socket(target->family, target->socktype | SOCK_CLOEXEC, target->protocol);
}

CURLcode strata_curl_set_gate(CURL *easy, struct strata_curl_gate *gate) {
  CURLcode code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_through_gate);
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, gate);
  return code;
}

CURLcode strata_curl_get_long(CURL *easy, CURLINFO info, long *value) {
  return curl_easy_getinfo(easy, info, value);
}

CURLcode strata_curl_get_microseconds(CURL *easy, CURLINFO info, int64_t *value) {
  curl_off_t time = 0;
  CURLcode code = curl_easy_getinfo(easy, info, &time);
  *value = time;
  return code;
}

CURLMcode strata_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

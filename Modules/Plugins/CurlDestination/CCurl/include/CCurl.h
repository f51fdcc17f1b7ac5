/// libcurl for Swift. Its setopt and getinfo calls are variadic, which Swift cannot call: each function here is one
/// of them with the type of its argument fixed. The rest of libcurl is called as it is.

#ifndef STRATA_CCURL_H
#define STRATA_CCURL_H

#include <curl/curl.h>
#include <stdint.h>

// CURLOPT_PROTOCOLS_STR came with 7.85, CURLOPT_QUICK_EXIT with 7.87.
#if LIBCURL_VERSION_NUM < 0x075700
#error "Strata needs libcurl 7.87 or newer"
#endif

CURLcode strata_curl_set_long(CURL *easy, CURLoption option, long value);

/// libcurl copies the text.
CURLcode strata_curl_set_text(CURL *easy, CURLoption option, const char *value);

/// `buffer` (CURL_ERROR_SIZE bytes) must outlive the handle.
CURLcode strata_curl_set_error_buffer(CURL *easy, char *buffer);

/// `headers` must outlive the handle.
CURLcode strata_curl_set_headers(CURL *easy, struct curl_slist *headers);

/// Makes the request a POST with that body, which libcurl copies.
CURLcode strata_curl_set_body(CURL *easy, const uint8_t *bytes, int64_t length);

CURLcode strata_curl_set_write_function(CURL *easy, curl_write_callback function, void *context);
CURLcode strata_curl_set_header_function(CURL *easy, curl_write_callback function, void *context);

/// Asked before each connection that libcurl makes. `bytes` are the 4 or 16 bytes of the address in network order;
/// `length` is 0 for an address of any other family. 0 refuses it.
typedef int (*strata_curl_address_function)(void *context, const uint8_t *bytes, int length);

/// What is asked, and with what; it must outlive the handle.
struct strata_curl_gate {
  strata_curl_address_function function;
  void *context;
};

/// Makes libcurl open its sockets through `gate`, at the moment of connecting and with the address that it connects
/// to, whatever the URL said and whatever the name resolved to at another time.
CURLcode strata_curl_set_gate(CURL *easy, struct strata_curl_gate *gate);

CURLcode strata_curl_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode strata_curl_get_microseconds(CURL *easy, CURLINFO info, int64_t *value);

CURLMcode strata_curl_multi_set_long(CURLM *multi, CURLMoption option, long value);

#endif

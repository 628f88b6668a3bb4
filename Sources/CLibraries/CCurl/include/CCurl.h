#ifndef XRV_CCURL_H
#define XRV_CCURL_H

#include <curl/curl.h>

/* libcurl's setopt and getinfo take "..." and Swift imports no variadic C: one function for each class of argument. */

typedef size_t (*xrv_curl_bytes)(char *bytes, size_t size, size_t count, void *exchange);
typedef int (*xrv_curl_seek)(void *exchange, curl_off_t offset, int origin);
/* Not 0 ends the transfer. */
typedef int (*xrv_curl_progress)(void *exchange, curl_off_t toCome, curl_off_t come, curl_off_t toGo, curl_off_t gone);

CURLcode xrv_curl_set_long(CURL *handle, CURLoption option, long value);
CURLcode xrv_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value);
CURLcode xrv_curl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode xrv_curl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode xrv_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode xrv_curl_set_bytes(CURL *handle, CURLoption option, xrv_curl_bytes value);
CURLcode xrv_curl_set_seek(CURL *handle, xrv_curl_seek value);
CURLcode xrv_curl_set_progress(CURL *handle, xrv_curl_progress value);
/* PEM certificates that are trusted besides the system's; libcurl makes a copy. */
CURLcode xrv_curl_set_authorities(CURL *handle, const void *bytes, size_t count);

CURLcode xrv_curl_get_long(CURL *handle, CURLINFO info, long *value);
CURLcode xrv_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value);

CURLMcode xrv_curl_multi_set_long(CURLM *multi, CURLMoption option, long value);

/* Waits for the transfers of `multi`, or until `wake` can be read, at most `milliseconds`. */
CURLMcode xrv_curl_multi_poll(CURLM *multi, int wake, int milliseconds);

/* The next finished transfer, or NULL. */
CURL *xrv_curl_multi_finished(CURLM *multi, CURLcode *code);

/* A write to a closed TLS connection must fail, not kill the process: blocks SIGPIPE in the calling thread. */
void xrv_curl_block_sigpipe(void);

#endif

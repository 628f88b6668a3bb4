// libjpeg-turbo for one 8-bit grey JPEG (ITU-T T.81, baseline, extended 8-bit or progressive) in memory.
// No colour management: the samples come out as they were coded.
#ifndef CTURBOJPEG_H
#define CTURBOJPEG_H

#include <stddef.h>
#include <stdint.h>

enum { CTURBOJPEG_OK = 0, CTURBOJPEG_FAILED = 1, CTURBOJPEG_NOT_GREY = 2, CTURBOJPEG_DAMAGED = 3 };

typedef struct {
    char text[200];  // NUL-terminated
} cturbojpeg_message;

// Reads the header only; allocates nothing that grows with the picture.
int cturbojpeg_size(const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height,
                    cturbojpeg_message *message);

// Decodes into `out`, `width × height` bytes as cturbojpeg_size gave them. CTURBOJPEG_DAMAGED when the library had to
// invent samples (truncated or corrupt entropy-coded data).
int cturbojpeg_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *out,
                      cturbojpeg_message *message);

#endif

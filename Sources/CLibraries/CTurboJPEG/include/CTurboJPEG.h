// libjpeg-turbo for one 8-bit JPEG (ITU-T T.81: baseline, extended 8-bit or progressive, Huffman-coded) in memory.
// No colour management: the components come out as they were coded.
#ifndef CTURBOJPEG_H
#define CTURBOJPEG_H

#include <stddef.h>
#include <stdint.h>

enum { CTURBOJPEG_OK = 0, CTURBOJPEG_FAILED = 1, CTURBOJPEG_OTHER_SHAPE = 2, CTURBOJPEG_DAMAGED = 3 };

typedef struct {
    char text[200];  // NUL-terminated
} cturbojpeg_message;

// Decodes into `out`, `width × height × components` samples of 0 … 255, the components of a pixel side by side, those
// of lower resolution brought to the size of the others. An absent end marker is no damage when every sample is there.
// CTURBOJPEG_OTHER_SHAPE when the library reads another shape from the stream than the caller did; nothing that grows
// with the picture was allocated then. CTURBOJPEG_DAMAGED where the library would have had to invent samples
// (truncated or corrupt entropy-coded data, a scan that is missing).
int cturbojpeg_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint32_t components,
                      uint16_t *out, cturbojpeg_message *message);

// Encodes `width × height` grey bytes as baseline JPEG into `out`, which has room for `capacity` bytes; `*written` tells
// how many were used. CTURBOJPEG_FAILED when they do not fit, or the library refuses the size. Allocates nothing that
// grows with the picture.
int cturbojpeg_encode8(const uint8_t *pixels, uint32_t width, uint32_t height, int quality, uint8_t *out, size_t capacity,
                       size_t *written, cturbojpeg_message *message);

#endif

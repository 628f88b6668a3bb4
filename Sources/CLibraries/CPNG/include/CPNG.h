// libpng for grey pictures in memory. libpng leaves a failed call by longjmp, which Swift frames must never see: every
// function here returns instead, and fills `message` (always NUL-terminated).
#ifndef CPNG_H
#define CPNG_H

#include <stddef.h>
#include <stdint.h>

enum { CPNG_OK = 0, CPNG_FAILED = 1, CPNG_TOO_LARGE = 2, CPNG_NO_MEMORY = 3 };

typedef struct {
    char text[160];
} cpng_message;

typedef struct {
    uint8_t *bytes;  // release with cpng_free
    size_t count;
} cpng_buffer;

// Encodes `width × height` row-major grey samples of 8 bits.
int cpng_encode8(const uint8_t *samples, uint32_t width, uint32_t height, cpng_buffer *out, cpng_message *message);

// The same for 16-bit samples in the order of the host.
int cpng_encode16(const uint16_t *samples, uint32_t width, uint32_t height, cpng_buffer *out, cpng_message *message);

void cpng_free(cpng_buffer *buffer);

// Reads width and height only. CPNG_TOO_LARGE when either passes 65 535 or their product passes `max_pixels`.
int cpng_size(const uint8_t *bytes, size_t count, uint64_t max_pixels, uint32_t *width, uint32_t *height,
              cpng_message *message);

// Decodes any PNG to 8-bit grey into `out`, which holds exactly `width * height` bytes as cpng_size gave them.
// Transparency is dropped, 16 bits are scaled to 8, colour becomes luminance; embedded gamma and profiles are ignored.
int cpng_decode8(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *out,
                 cpng_message *message);

#endif

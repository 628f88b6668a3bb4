// OpenJPEG for one JPEG 2000 codestream (ISO/IEC 15444-1) in memory. The caller has read the headers itself and
// refused what is too large: OpenJPEG allocates by them alone.
#ifndef COPENJPEG_H
#define COPENJPEG_H

#include <stddef.h>
#include <stdint.h>

enum { COPENJPEG_OK = 0, COPENJPEG_FAILED = 1, COPENJPEG_OTHER_SHAPE = 2 };

typedef struct {
    char text[160];  // NUL-terminated; OpenJPEG's first complaint
} copenjpeg_message;

typedef struct {
    uint32_t width, height, components;
    uint32_t bits;  // of every component, 1 … 16
    int is_signed;
} copenjpeg_shape;

// Decodes into `out`, `width × height × components` samples, row-major, the components of a pixel side by side; a
// signed one is the low `bits` bits of its two's complement. COPENJPEG_OTHER_SHAPE when a component has another size,
// precision or sign than promised. A codestream that ends early is a failure; bytes after its end are ignored.
// `threads` of the library share the work; with 1 it is done on the caller's.
int copenjpeg_decode(const uint8_t *bytes, size_t count, copenjpeg_shape shape, int threads, uint16_t *out,
                     copenjpeg_message *message);

#endif

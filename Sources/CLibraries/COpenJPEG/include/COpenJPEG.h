// OpenJPEG for one grey JPEG 2000 codestream (ISO/IEC 15444-1) in memory. The caller has read SIZ itself and refused
// what is too large: OpenJPEG allocates by the header alone.
#ifndef COPENJPEG_H
#define COPENJPEG_H

#include <stddef.h>
#include <stdint.h>

enum { COPENJPEG_OK = 0, COPENJPEG_FAILED = 1, COPENJPEG_OTHER_SHAPE = 2 };

typedef struct {
    char text[160];  // NUL-terminated; OpenJPEG's first complaint
} copenjpeg_message;

// Decodes into `out`, `width × height` samples, row-major. A signed component is stored offset-binary
// (value + 2^(precision-1)), an unsigned one as it is. COPENJPEG_OTHER_SHAPE when the component has another size or
// precision than promised. A codestream that ends early is a failure; bytes after its end are ignored.
int copenjpeg_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint32_t precision,
                     uint16_t *out, copenjpeg_message *message);

#endif

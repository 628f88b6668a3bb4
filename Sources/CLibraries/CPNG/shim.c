#include "CPNG.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

// What the callbacks of one call share.
typedef struct {
    const uint8_t *bytes;
    size_t count, offset;
    cpng_buffer *out;
    size_t capacity;
    cpng_message *message;
} job;

static void say(cpng_message *message, const char *text) {
    strncpy(message->text, text, sizeof message->text - 1);
    message->text[sizeof message->text - 1] = 0;
}

static void on_error(png_structp png, png_const_charp text) {
    job *j = png_get_error_ptr(png);
    say(j->message, text);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void on_write(png_structp png, png_bytep data, size_t count) {
    job *j = png_get_io_ptr(png);
    cpng_buffer *out = j->out;
    if (count > j->capacity - out->count) {
        size_t capacity = j->capacity * 2 + count;
        uint8_t *bytes = realloc(out->bytes, capacity);
        if (bytes == NULL) png_error(png, "out of memory");
        out->bytes = bytes;
        j->capacity = capacity;
    }
    memcpy(out->bytes + out->count, data, count);
    out->count += count;
}

static void on_flush(png_structp png) { (void)png; }

static void on_read(png_structp png, png_bytep data, size_t count) {
    job *j = png_get_io_ptr(png);
    if (count > j->count - j->offset) png_error(png, "the file ends early");
    memcpy(data, j->bytes + j->offset, count);
    j->offset += count;
}

static int encode(const uint8_t *samples, int depth, uint32_t width, uint32_t height, cpng_buffer *out,
                  cpng_message *message) {
    job j = {.out = out, .message = message};
    out->bytes = NULL;
    out->count = 0;
    say(message, "");
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &j, on_error, on_warning);
    if (png == NULL) return CPNG_NO_MEMORY;
    // Before setjmp: a local that changes between setjmp and longjmp is indeterminate after it (C11 7.13.2.1).
    png_infop info = png_create_info_struct(png);
    if (info == NULL) {
        png_destroy_write_struct(&png, NULL);
        return CPNG_NO_MEMORY;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        cpng_free(out);
        return CPNG_FAILED;
    }
    png_set_write_fn(png, &j, on_write, on_flush);
    png_set_compression_level(png, 1);
    // Measured 2026-11-21 on the sample films, 8 bits, filter up, level 1, Huffman only / RLE / default strategy:
    // chest at 896 px 5.6 / 7.0 / 8.2 ms and 310 / 308 / 353 KB; collimated leg at 896 px 5.1 / 4.8 / 5.2 ms and
    // 144 / 114 / 157 KB; four chests at full size together 63 / 70 / 101 ms and 4.9 / 4.6 / 4.3 MB. The chest decides: it
    // is most of the work. Where collimation repeats, RLE would save a fifth of the bytes.
    png_set_compression_strategy(png, Z_HUFFMAN_ONLY);
    // One IDAT per half megabyte rather than per 8 KiB: fewer callbacks and CRC starts.
    png_set_compression_buffer_size(png, 1 << 19);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
    png_set_IHDR(png, info, width, height, depth, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    if (depth == 16) png_set_swap(png);
    size_t stride = (size_t)width * (size_t)(depth / 8);
    for (uint32_t y = 0; y < height; y++) png_write_row(png, samples + (size_t)y * stride);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return CPNG_OK;
}

int cpng_encode8(const uint8_t *samples, uint32_t width, uint32_t height, cpng_buffer *out, cpng_message *message) {
    return encode(samples, 8, width, height, out, message);
}

int cpng_encode16(const uint16_t *samples, uint32_t width, uint32_t height, cpng_buffer *out,
                  cpng_message *message) {
    return encode((const uint8_t *)samples, 16, width, height, out, message);
}

void cpng_free(cpng_buffer *buffer) {
    free(buffer->bytes);
    buffer->bytes = NULL;
    buffer->count = 0;
}

// Opens `j` up to the end of the header. Must be called under the caller's setjmp.
static void open_header(png_structp png, png_infop info, job *j) {
    png_set_read_fn(png, j, on_read);
    png_set_user_limits(png, 65535, 65535);
    png_set_chunk_cache_max(png, 64);
    png_set_chunk_malloc_max(png, 1 << 20);
    // All ancillary chunks but transparency are skipped: text, profiles, gamma, times. They decide no grey here.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_read_info(png, info);
}

int cpng_size(const uint8_t *bytes, size_t count, uint64_t max_pixels, uint32_t *width, uint32_t *height,
              cpng_message *message) {
    // The signature and IHDR stand at fixed places (PNG 3rd edition, 5.2 and 11.2.2); the checksum is left to the decoder.
    static const uint8_t start[16] = {137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
    say(message, "");
    if (count < 33 || memcmp(bytes, start, sizeof start) != 0) {
        say(message, "it does not begin as a PNG file");
        return CPNG_FAILED;
    }
    *width = png_get_uint_32(bytes + 16);
    *height = png_get_uint_32(bytes + 20);
    if (*width == 0 || *height == 0) {
        say(message, "width or height is zero");
        return CPNG_FAILED;
    }
    if (*width > 65535 || *height > 65535 || (uint64_t)*width * *height > max_pixels) return CPNG_TOO_LARGE;
    return CPNG_OK;
}

// Every chunk up to IEND must lie within the file (PNG 3rd edition, 5.3). libpng 1.6.39 allocates what a text chunk says
// before it looks for the bytes, its limits notwithstanding: found by fuzzing.
static int chunks_fit(const uint8_t *bytes, size_t count) {
    size_t at = 8;
    while (count - at >= 12) {
        uint32_t length = png_get_uint_32(bytes + at);
        if (length > count - at - 12) return 0;
        if (memcmp(bytes + at + 4, "IEND", 4) == 0) return 1;
        at += 12 + (size_t)length;
    }
    return 0;
}

static void read_as_grey(png_structp png, png_infop info, uint32_t width, uint32_t height, uint8_t *out) {
    if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height)
        png_error(png, "the size changed between two readings");
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_strip_alpha(png);
    // Rec. 709 luminance weights in units of 1/100 000.
    if (png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR)
        png_set_rgb_to_gray_fixed(png, PNG_ERROR_ACTION_NONE, 21260, 71520);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    if (png_get_rowbytes(png, info) != width) png_error(png, "the rows are not 8-bit grey");
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < height; y++) png_read_row(png, out + (size_t)y * width, NULL);
    png_read_end(png, NULL);
}

int cpng_decode8(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *out,
                 cpng_message *message) {
    job j = {.bytes = bytes, .count = count, .message = message};
    say(message, "");
    if (count < 33 || !chunks_fit(bytes, count)) {
        say(message, "the file ends early");
        return CPNG_FAILED;
    }
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &j, on_error, on_warning);
    if (png == NULL) return CPNG_NO_MEMORY;
    // Before setjmp: a local that changes between setjmp and longjmp is indeterminate after it (C11 7.13.2.1).
    png_infop info = png_create_info_struct(png);
    if (info == NULL) {
        png_destroy_read_struct(&png, NULL, NULL);
        return CPNG_NO_MEMORY;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        return CPNG_FAILED;
    }
    open_header(png, info, &j);
    read_as_grey(png, info, width, height, out);
    png_destroy_read_struct(&png, &info, NULL);
    return CPNG_OK;
}

#include "CGD.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

const char *xrv_gd_text(
    gdImagePtr image, int box[8], int colour, const char *font, double pixels, double angle, int x, int y,
    const char *text) {
    // libgd's parameters are not const but are only read. Points at 96 dpi: 1 px = 0.75 pt.
    return gdImageStringFT(
        image, box, colour, (char *)font, pixels * 0.75, angle, x, y, (char *)text);
}

typedef struct {
    xrv_gd_bytes *out;
    size_t capacity;
} sink;

static void on_error(png_structp png, png_const_charp text) {
    (void)text;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void on_write(png_structp png, png_bytep data, size_t count) {
    sink *to = png_get_io_ptr(png);
    if (count > to->capacity - to->out->count) {
        size_t capacity = to->capacity * 2 + count;
        unsigned char *bytes = realloc(to->out->bytes, capacity);
        if (bytes == NULL) png_error(png, "out of memory");
        to->out->bytes = bytes;
        to->capacity = capacity;
    }
    memcpy(to->out->bytes + to->out->count, data, count);
    to->out->count += count;
}

static void on_flush(png_structp png) { (void)png; }

// The samples of one row: red, green, blue.
static void spread(const int *pixels, int width, unsigned char *row) {
    for (int x = 0; x < width; x++) {
        row[3 * x] = (unsigned char)gdTrueColorGetRed(pixels[x]);
        row[3 * x + 1] = (unsigned char)gdTrueColorGetGreen(pixels[x]);
        row[3 * x + 2] = (unsigned char)gdTrueColorGetBlue(pixels[x]);
    }
}

int xrv_gd_png(gdImagePtr image, int level, xrv_gd_bytes *out) {
    sink to = {.out = out};
    out->bytes = NULL;
    out->count = 0;
    if (!gdImageTrueColor(image)) return 0;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
    if (png == NULL) return 0;
    // Before setjmp: a local that changes between setjmp and longjmp is indeterminate after it (C11 7.13.2.1).
    png_infop info = png_create_info_struct(png);
    unsigned char *row = malloc((size_t)gdImageSX(image) * 3);
    if (info == NULL || row == NULL) {
        png_destroy_write_struct(&png, &info);
        free(row);
        return 0;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        free(row);
        xrv_gd_free(out);
        return 0;
    }
    png_set_write_fn(png, &to, on_write, on_flush);
    png_set_compression_level(png, level);
    png_set_compression_buffer_size(png, 1 << 18);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_IHDR(
        png, info, (png_uint_32)gdImageSX(image), (png_uint_32)gdImageSY(image), 8, PNG_COLOR_TYPE_RGB,
        PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (int y = 0; y < gdImageSY(image); y++) {
        spread(image->tpixels[y], gdImageSX(image), row);
        png_write_row(png, row);
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    free(row);
    return 1;
}

void xrv_gd_free(xrv_gd_bytes *out) {
    free(out->bytes);
    out->bytes = NULL;
    out->count = 0;
}

#include "CTurboJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

// A hostile progressive file may hold thousands of scans of one picture, each of which costs a pass over all of it;
// encoders write about ten. The larger the picture, the fewer are read: 100 up to about 20 million samples, 12 at least.
static int most_scans(const struct jpeg_decompress_struct *codec) {
    const uint64_t samples = (uint64_t)codec->image_width * codec->image_height * (uint64_t)codec->num_components;
    const uint64_t scans = ((uint64_t)1 << 31) / (samples + 1);
    return scans > 100 ? 100 : scans < 12 ? 12 : (int)scans;
}

typedef struct {
    struct jpeg_error_mgr base;
    jmp_buf escape;
    cturbojpeg_message *message;
    int is_damaged;
} errors;

static void leave(j_common_ptr codec) {
    errors *e = (errors *)codec->err;
    char text[JMSG_LENGTH_MAX];
    e->base.format_message(codec, text);
    strncpy(e->message->text, text, sizeof e->message->text - 1);
    e->message->text[sizeof e->message->text - 1] = 0;
    longjmp(e->escape, 1);
}

static void leave_damaged(errors *e, const char *text) {
    strncpy(e->message->text, text, sizeof e->message->text - 1);
    e->is_damaged = 1;
    longjmp(e->escape, 1);
}

// Warnings that cost no sample: optional segments, unused scan parameters, padding between the segments. Bytes left
// before a restart marker tell of damaged data, and so does every other warning: the library goes on with invented samples.
static int is_harmless(const struct jpeg_error_mgr *e) {
    switch (e->msg_code) {
        case JWRN_JFIF_MAJOR:
        case JWRN_ADOBE_XFORM:
        case JWRN_NOT_SEQUENTIAL: return 1;
        case JWRN_EXTRANEOUS_DATA: return e->msg_parm.i[1] < 0xD0 || e->msg_parm.i[1] > 0xD7;
        default: return 0;
    }
}

static void on_message(j_common_ptr codec, int level) {
    errors *e = (errors *)codec->err;
    if (level >= 0 || is_harmless(&e->base)) return;
    e->is_damaged = 1;
    leave(codec);
}

static void on_nothing(j_decompress_ptr codec) { (void)codec; }

// Past the end stands an end marker. Entropy-coded data that is cut off meets it too early and is reported as damaged.
static boolean on_empty(j_decompress_ptr codec) {
    static const JOCTET end[2] = {0xFF, JPEG_EOI};
    codec->src->next_input_byte = end;
    codec->src->bytes_in_buffer = 2;
    return TRUE;
}

static void on_skip(j_decompress_ptr codec, long wanted) {
    struct jpeg_source_mgr *source = codec->src;
    size_t count = wanted <= 0 ? 0 : (size_t)wanted < source->bytes_in_buffer ? (size_t)wanted : source->bytes_in_buffer;
    source->next_input_byte += count;
    source->bytes_in_buffer -= count;
}

static unsigned components_of_scan(const struct jpeg_decompress_struct *codec) {
    unsigned seen = 0;
    for (int i = 0; i < codec->comps_in_scan; i++) seen |= 1u << codec->cur_comp_info[i]->component_index;
    return seen;
}

// Reads every scan of a picture that has more than one, and asks whether each component came, to its last bit.
static void read_scans(j_decompress_ptr codec, errors *e) {
    unsigned seen = components_of_scan(codec);
    int scans = 1;
    for (int what; (what = jpeg_consume_input(codec)) != JPEG_REACHED_EOI;) {
        if (what != JPEG_REACHED_SOS) continue;
        if (++scans > most_scans(codec)) leave_damaged(e, "too many scans");
        seen |= components_of_scan(codec);
    }
    if (seen != (1u << codec->num_components) - 1) leave_damaged(e, "a component has no scan");
    if (!codec->progressive_mode) return;
    for (int c = 0; c < codec->num_components; c++)
        for (int i = 0; i < DCTSIZE2; i++)
            if (codec->coef_bits[c][i] != 0) leave_damaged(e, "the last scans of a progressive picture are missing");
}

static void read_rows(j_decompress_ptr codec, uint16_t *out) {
    size_t line = (size_t)codec->image_width * (size_t)codec->num_components;
    JDIMENSION height = (JDIMENSION)codec->rec_outbuf_height;
    JSAMPARRAY rows = codec->mem->alloc_sarray((j_common_ptr)codec, JPOOL_IMAGE, (JDIMENSION)line, height);
    while (codec->output_scanline < codec->output_height) {
        JDIMENSION count = jpeg_read_scanlines(codec, rows, height);
        for (JDIMENSION y = 0; y < count; y++, out += line) {
            const JSAMPLE *restrict row = rows[y];
            for (size_t i = 0; i < line; i++) out[i] = row[i];
        }
    }
}

int cturbojpeg_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint32_t components,
                      uint16_t *out, cturbojpeg_message *message) {
    struct jpeg_decompress_struct codec;
    struct jpeg_source_mgr source = {bytes, count, on_nothing, on_empty, on_skip, jpeg_resync_to_restart, on_nothing};
    errors e = {.message = message};
    memset(message, 0, sizeof *message);
    memset(&codec, 0, sizeof codec);
    codec.err = jpeg_std_error(&e.base);
    e.base.error_exit = leave;
    e.base.emit_message = on_message;
    if (setjmp(e.escape)) {
        jpeg_destroy_decompress(&codec);
        return e.is_damaged ? CTURBOJPEG_DAMAGED : CTURBOJPEG_FAILED;
    }
    jpeg_create_decompress(&codec);
    codec.src = &source;
    jpeg_read_header(&codec, TRUE);
    // Arithmetic-coded data may end anywhere without a warning; DICOM has no such encoding.
    if (codec.image_width != width || codec.image_height != height || codec.num_components != (int)components ||
        codec.arith_code) {
        jpeg_destroy_decompress(&codec);
        return CTURBOJPEG_OTHER_SHAPE;
    }
    codec.out_color_space = codec.jpeg_color_space;
    codec.dct_method = JDCT_ISLOW;
    codec.do_block_smoothing = FALSE;
    codec.buffered_image = jpeg_has_multiple_scans(&codec);
    jpeg_start_decompress(&codec);
    if (codec.output_width != width || codec.output_height != height || codec.output_components != codec.num_components)
        leave_damaged(&e, "the picture is not what its header says");
    if (codec.buffered_image) {
        read_scans(&codec, &e);
        jpeg_start_output(&codec, codec.input_scan_number);
    }
    read_rows(&codec, out);
    jpeg_destroy_decompress(&codec);
    return CTURBOJPEG_OK;
}

static void on_start(j_compress_ptr codec) { (void)codec; }

static boolean on_full(j_compress_ptr codec) {
    ERREXIT(codec, JERR_FILE_WRITE);
    return FALSE;
}

static void on_quiet(j_common_ptr codec, int level) { (void)codec, (void)level; }

int cturbojpeg_encode8(const uint8_t *pixels, uint32_t width, uint32_t height, int quality, uint8_t *out, size_t capacity,
                       size_t *written, cturbojpeg_message *message) {
    struct jpeg_compress_struct codec;
    struct jpeg_destination_mgr target = {out, capacity, on_start, on_full, on_start};
    errors e = {.message = message};
    memset(message, 0, sizeof *message);
    memset(&codec, 0, sizeof codec);
    *written = 0;
    codec.err = jpeg_std_error(&e.base);
    e.base.error_exit = leave;
    e.base.emit_message = on_quiet;
    if (setjmp(e.escape)) {
        jpeg_destroy_compress(&codec);
        return CTURBOJPEG_FAILED;
    }
    jpeg_create_compress(&codec);
    codec.dest = &target;
    codec.image_width = width;
    codec.image_height = height;
    codec.input_components = 1;
    codec.in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(&codec);
    jpeg_set_quality(&codec, quality, TRUE);
    codec.dct_method = JDCT_ISLOW;
    jpeg_start_compress(&codec, TRUE);
    while (codec.next_scanline < height) {
        // The library only reads the row.
        JSAMPROW row = (JSAMPROW)(uintptr_t)(pixels + (size_t)codec.next_scanline * width);
        jpeg_write_scanlines(&codec, &row, 1);
    }
    jpeg_finish_compress(&codec);
    *written = capacity - target.free_in_buffer;
    jpeg_destroy_compress(&codec);
    return CTURBOJPEG_OK;
}

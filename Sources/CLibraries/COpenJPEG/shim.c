#include "COpenJPEG.h"

#include <string.h>

// Debian keeps the header in a folder with the version in its name and in no standard search path.
#if __has_include(<openjpeg.h>)
#include <openjpeg.h>
#elif __has_include(<openjpeg-2.5/openjpeg.h>)
#include <openjpeg-2.5/openjpeg.h>
#else
#include <openjpeg-2.4/openjpeg.h>
#endif

typedef struct {
    const uint8_t *bytes;
    size_t count, offset;
} source;

static OPJ_SIZE_T on_read(void *buffer, OPJ_SIZE_T wanted, void *user) {
    source *s = user;
    size_t left = s->count - s->offset;
    if (left == 0) return (OPJ_SIZE_T)-1;
    size_t count = wanted < left ? wanted : left;
    memcpy(buffer, s->bytes + s->offset, count);
    s->offset += count;
    return count;
}

static OPJ_OFF_T on_skip(OPJ_OFF_T wanted, void *user) {
    source *s = user;
    size_t left = s->count - s->offset;
    if (wanted < 0) return -1;
    if (wanted > 0 && left == 0) return -1;
    size_t count = (uint64_t)wanted < left ? (size_t)wanted : left;
    s->offset += count;
    return (OPJ_OFF_T)count;
}

static OPJ_BOOL on_seek(OPJ_OFF_T offset, void *user) {
    source *s = user;
    if (offset < 0 || (uint64_t)offset > s->count) return OPJ_FALSE;
    s->offset = (size_t)offset;
    return OPJ_TRUE;
}

static void on_error(const char *text, void *user) {
    copenjpeg_message *message = user;
    if (message->text[0]) return;
    strncpy(message->text, text, sizeof message->text - 1);
    message->text[strcspn(message->text, "\r\n")] = 0;
}

static void on_remark(const char *text, void *user) {
    (void)text;
    (void)user;
}

// Weaves the components into pixels. Values lie within `bits` bits; a corrupt stream's are clamped to them.
static int copy(const opj_image_t *image, const copenjpeg_shape *shape, uint16_t *restrict out) {
    const OPJ_INT32 low = shape->is_signed ? -((OPJ_INT32)1 << (shape->bits - 1)) : 0;
    const OPJ_INT32 high = low + (OPJ_INT32)((1u << shape->bits) - 1);
    const OPJ_INT32 mask = (OPJ_INT32)((1u << shape->bits) - 1);
    const size_t count = (size_t)shape->width * shape->height, step = shape->components;
    if (image->numcomps != shape->components) return COPENJPEG_OTHER_SHAPE;
    for (uint32_t index = 0; index < shape->components; index++) {
        const opj_image_comp_t *c = &image->comps[index];
        if (c->data == NULL || c->w != shape->width || c->h != shape->height || c->prec != shape->bits ||
            (c->sgnd != 0) != (shape->is_signed != 0))
            return COPENJPEG_OTHER_SHAPE;
        const OPJ_INT32 *restrict data = c->data;
        uint16_t *restrict to = out + index;
        for (size_t i = 0; i < count; i++) {
            OPJ_INT32 value = data[i] < low ? low : data[i] > high ? high : data[i];
            to[i * step] = (uint16_t)(value & mask);
        }
    }
    return COPENJPEG_OK;
}

int copenjpeg_decode(const uint8_t *bytes, size_t count, copenjpeg_shape shape, int threads, uint16_t *out,
                     copenjpeg_message *message) {
    source s = {bytes, count, 0};
    opj_image_t *image = NULL;
    int result = COPENJPEG_FAILED;
    memset(message, 0, sizeof *message);
    if (shape.bits < 1 || shape.bits > 16) return COPENJPEG_OTHER_SHAPE;
    opj_codec_t *codec = opj_create_decompress(OPJ_CODEC_J2K);
    opj_stream_t *stream = opj_stream_create(1 << 16, OPJ_TRUE);
    if (codec != NULL && stream != NULL) {
        opj_dparameters_t parameters;
        opj_set_default_decoder_parameters(&parameters);
        opj_set_error_handler(codec, on_error, message);
        opj_set_warning_handler(codec, on_remark, NULL);
        opj_set_info_handler(codec, on_remark, NULL);
        opj_stream_set_read_function(stream, on_read);
        opj_stream_set_skip_function(stream, on_skip);
        opj_stream_set_seek_function(stream, on_seek);
        opj_stream_set_user_data(stream, &s, NULL);
        opj_stream_set_user_data_length(stream, count);
        // Strict mode stays on (the library's default): half a film must not pass for a whole one.
        const int is_ready = opj_setup_decoder(codec, &parameters);
        // A library that was built without threads says no, and works alone.
        if (is_ready && threads > 1) (void)opj_codec_set_threads(codec, threads);
        if (is_ready && opj_read_header(stream, codec, &image) && opj_decode(codec, stream, image))
            result = copy(image, &shape, out);
    }
    if (image != NULL) opj_image_destroy(image);
    if (codec != NULL) opj_destroy_codec(codec);
    if (stream != NULL) opj_stream_destroy(stream);
    return result;
}

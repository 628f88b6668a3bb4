#include "CTurboJPEG.h"

#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

static void say(cturbojpeg_message *message, const char *text) {
    strncpy(message->text, text, sizeof message->text - 1);
    message->text[sizeof message->text - 1] = 0;
}

// Warnings about optional segments, which cost no sample; every other warning means invented data.
static int is_harmless(const char *text) {
    return strstr(text, "JFIF revision") != NULL || strstr(text, "Adobe color transform") != NULL;
}

static int read_header(tjhandle codec, const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height,
                       cturbojpeg_message *message) {
    int w = 0, h = 0, subsampling = 0, colours = 0;
    if (tjDecompressHeader3(codec, bytes, count, &w, &h, &subsampling, &colours) != 0 &&
        tjGetErrorCode(codec) != TJERR_WARNING) {
        say(message, tjGetErrorStr2(codec));
        return CTURBOJPEG_FAILED;
    }
    if (w <= 0 || h <= 0) return CTURBOJPEG_FAILED;
    *width = (uint32_t)w;
    *height = (uint32_t)h;
    return colours == TJCS_GRAY ? CTURBOJPEG_OK : CTURBOJPEG_NOT_GREY;
}

int cturbojpeg_size(const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height,
                    cturbojpeg_message *message) {
    say(message, "");
    tjhandle codec = tjInitDecompress();
    if (codec == NULL) return CTURBOJPEG_FAILED;
    int result = read_header(codec, bytes, count, width, height, message);
    tjDestroy(codec);
    return result;
}

int cturbojpeg_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *out,
                      cturbojpeg_message *message) {
    uint32_t w = 0, h = 0;
    say(message, "");
    tjhandle codec = tjInitDecompress();
    if (codec == NULL) return CTURBOJPEG_FAILED;
    int result = read_header(codec, bytes, count, &w, &h, message);
    if (result == CTURBOJPEG_OK && (w != width || h != height)) result = CTURBOJPEG_FAILED;
    // LIMITSCANS: a hostile progressive file may hold thousands of scans of one small picture.
    if (result == CTURBOJPEG_OK && tjDecompress2(codec, bytes, count, out, (int)width, (int)width, (int)height,
                                                 TJPF_GRAY, TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS) != 0) {
        say(message, tjGetErrorStr2(codec));
        if (tjGetErrorCode(codec) != TJERR_WARNING)
            result = CTURBOJPEG_FAILED;
        else if (!is_harmless(message->text))
            result = CTURBOJPEG_DAMAGED;
    }
    tjDestroy(codec);
    return result;
}

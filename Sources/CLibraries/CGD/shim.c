#include "CGD.h"

const char *xrv_gd_text(
    gdImagePtr image, int box[8], int colour, const char *font, double pixels, double angle, int x, int y,
    const char *text) {
    // libgd's parameters are not const but are only read. Points at 96 dpi: 1 px = 0.75 pt.
    return gdImageStringFT(
        image, box, colour, (char *)font, pixels * 0.75, angle, x, y, (char *)text);
}

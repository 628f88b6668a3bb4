// The part of libgd that draws charts: true-colour pictures, filled shapes, FreeType text, resampling, PNG.
#ifndef XRV_CGD_H
#define XRV_CGD_H

#include <gd.h>

// Draws UTF-8 `text` with its baseline starting at (x, y), turned by `angle` radians, `pixels` high.
// With `image` NULL nothing is drawn and only `box` is filled: 8 integers, lower left, lower right, upper right,
// upper left. Returns NULL, or a static message of libgd.
const char *xrv_gd_text(
    gdImagePtr image, int box[8], int colour, const char *font, double pixels, double angle, int x, int y,
    const char *text);

#endif

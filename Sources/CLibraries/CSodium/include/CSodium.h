// What the live daemon needs of libsodium: password hashes, keyed hashes, random bytes, comparison in constant time.
#pragma once
#include <sodium.h>

/// The first 32 bytes of PBKDF2 (RFC 8018 §5.2) with HMAC-SHA-256.
void xrv_pbkdf2_sha256(
    unsigned char *out, const unsigned char *password, size_t password_length, const unsigned char *salt,
    size_t salt_length, unsigned int rounds);

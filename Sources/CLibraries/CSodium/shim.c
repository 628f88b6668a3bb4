#include "CSodium.h"

#include <string.h>

void xrv_pbkdf2_sha256(
    unsigned char *out, const unsigned char *password, size_t password_length, const unsigned char *salt,
    size_t salt_length, unsigned int rounds)
{
    static const unsigned char first_block[4] = {0, 0, 0, 1};
    crypto_auth_hmacsha256_state keyed, state;
    unsigned char u[32];
    // The key is worked in once; each round starts from a copy.
    crypto_auth_hmacsha256_init(&keyed, password, password_length);
    state = keyed;
    crypto_auth_hmacsha256_update(&state, salt, salt_length);
    crypto_auth_hmacsha256_update(&state, first_block, sizeof first_block);
    crypto_auth_hmacsha256_final(&state, u);
    memcpy(out, u, sizeof u);
    for (unsigned int round = 1; round < rounds; round++) {
        state = keyed;
        crypto_auth_hmacsha256_update(&state, u, sizeof u);
        crypto_auth_hmacsha256_final(&state, u);
        for (size_t i = 0; i < sizeof u; i++) out[i] ^= u[i];
    }
    sodium_memzero(&keyed, sizeof keyed);
    sodium_memzero(&state, sizeof state);
    sodium_memzero(u, sizeof u);
}

/// Certificates and keys made for these tests alone, valid for a hundred years where nothing else is said. Nobody trusts
/// them, so the keys are no secret.
enum TestCertificates {
    /// Vouches for all below but the stranger.
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBmjCCAT+gAwIBAgIUUsEqL4CklcWdQ+jenDW7Qwx+GzwwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTIxMTUxMzEwWhgPMjEy
        NjEwMjgxNTEzMTBaMBkxFzAVBgNVBAMMDlRlc3QgYXV0aG9yaXR5MFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAEzxA6FsID86vIK/NyKsfG0WPe6BL/hwHhq4l1ySFM
        LsMFugnfGJJUN8PDpN9BMYB080LxSLFJw/RtVLWEeowwDKNjMGEwHQYDVR0OBBYE
        FKHxW3EB2KRQQuWoW98X6VhC5gQxMB8GA1UdIwQYMBaAFKHxW3EB2KRQQuWoW98X
        6VhC5gQxMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgEGMAoGCCqGSM49
        BAMCA0kAMEYCIQCeL4i1mn09oNW/+suUVTDx3SNrOgdsnDTSszc7gJz2jAIhAKGX
        Cwhg9lwXmtaYnVlcd90a0pmO9BRdzgllKPHnPs33
        -----END CERTIFICATE-----
        """

    /// Vouches for the stranger.
    static let otherAuthority = """
        -----BEGIN CERTIFICATE-----
        MIIBnDCCAUGgAwIBAgIUWe7AmplGBBoHch6zGtqb8fUguE0wCgYIKoZIzj0EAwIw
        GjEYMBYGA1UEAwwPT3RoZXIgYXV0aG9yaXR5MCAXDTI2MTEyMTE1MTMxMFoYDzIx
        MjYxMDI4MTUxMzEwWjAaMRgwFgYDVQQDDA9PdGhlciBhdXRob3JpdHkwWTATBgcq
        hkjOPQIBBggqhkjOPQMBBwNCAASBRbF9P9d7Y/5Cb6IYhEVjxyJ8G+xgRco2Y+VP
        cB2RSN9fyry7LHOIIYYWLZzTf9DeduOezAgtQF3mhunQlMcLo2MwYTAdBgNVHQ4E
        FgQU9B0tTvjYk3YH1MVjNaO9yjoQ0IUwHwYDVR0jBBgwFoAU9B0tTvjYk3YH1MVj
        NaO9yjoQ0IUwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwCgYIKoZI
        zj0EAwIDSQAwRgIhAO0lnROzeArxR2qXWOQETI3WdzxCGlYOkYA2DdUxw64aAiEA
        tpXsUrEQ8mvQG4A3P3IIXzE92RHFYYetBYQTXR2Qhp4=
        -----END CERTIFICATE-----
        """

    /// Names the host archive.test.
    static let archive = """
        -----BEGIN CERTIFICATE-----
        MIIBtjCCAVygAwIBAgIUE0HHZcaR/pRnR9Io8p365vTbRokwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTIxMTUxMzEwWhgPMjEy
        NjEwMjgxNTEzMTBaMBIxEDAOBgNVBAMMB2FyY2hpdmUwWTATBgcqhkjOPQIBBggq
        hkjOPQMBBwNCAARh+RvPi0o+oLuGhedx6q76uzcV7eon0Oev6HpV9dAXKq9HIcTn
        JysI3kilyMsZq9RRULA0r5L5Xlz+erQYLmo1o4GGMIGDMAkGA1UdEwQCMAAwHQYD
        VR0lBBYwFAYIKwYBBQUHAwEGCCsGAQUFBwMCMBcGA1UdEQQQMA6CDGFyY2hpdmUu
        dGVzdDAdBgNVHQ4EFgQUOmlwF7sPNBiXGeoVNb7Gn+NGCg8wHwYDVR0jBBgwFoAU
        ofFbcQHYpFBC5ahb3xfpWELmBDEwCgYIKoZIzj0EAwIDSAAwRQIgOGZ3tnGsqJdN
        z3cNRfh/DYXiC2kU82bcP84T+wfrqkMCIQCRZxHC7m1PRmCXoGObEtRPx1mncgkc
        ti8gNHJj+qj2KA==
        -----END CERTIFICATE-----
        """

    /// Of `archive`.
    static let archiveKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9C8W8qYChreIN7jB
        ZHV8v+nRzYbZlShowNWgQIJ1CXihRANCAARh+RvPi0o+oLuGhedx6q76uzcV7eon
        0Oev6HpV9dAXKq9HIcTnJysI3kilyMsZq9RRULA0r5L5Xlz+erQYLmo1
        -----END PRIVATE KEY-----
        """

    /// The same key behind the passphrase `secret`.
    static let lockedArchiveKey = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhL+gWV9ngg1AICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEEJsg+GFrjxIYFp6FxQmLwXgEgZBg
        3G1UJGjrhWHiTZfebBsNmkHSuDGz+dpf950d7hlTlO8T+h0agkcSTfR5ZyyoAKUA
        PN3u+SF2XlDGCXYHhnHLKOBdj7HzmmeZCDdoJaFs044T1fg2J6IRB9LSRJk75Ll9
        euj9nwviLHIWrY+utrasvQXanV1SJ4I2WepNK6M1Z2M9SsSq7qqfuJKk3lpl/Lg=
        -----END ENCRYPTED PRIVATE KEY-----
        """

    /// Names no host.
    static let station = """
        -----BEGIN CERTIFICATE-----
        MIIBmzCCAUGgAwIBAgIUE0HHZcaR/pRnR9Io8p365vTbRoowCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTIxMTUxMzEwWhgPMjEy
        NjEwMjgxNTEzMTBaMBIxEDAOBgNVBAMMB3N0YXRpb24wWTATBgcqhkjOPQIBBggq
        hkjOPQMBBwNCAATwrPI+SbSlSmEXEirCU2ntrjMtpE9Xv66u2aVE5ZQBdoTvYDZ9
        sfk8h/MVI0K63EI3Efr2MU9CIJQ/MUdiGWGFo2wwajAJBgNVHRMEAjAAMB0GA1Ud
        JQQWMBQGCCsGAQUFBwMBBggrBgEFBQcDAjAdBgNVHQ4EFgQUt4xTap15/Hcw4rQL
        50sxBLkblGEwHwYDVR0jBBgwFoAUofFbcQHYpFBC5ahb3xfpWELmBDEwCgYIKoZI
        zj0EAwIDSAAwRQIgZgpCVG4B6aHlPKeot4Lsrp0LWaBeEpjAlQ2SA+ocslgCIQDq
        eG2zzorn9mFyRB0xv8DdwFzIIusbCxWwa8g+otdzOg==
        -----END CERTIFICATE-----
        """

    /// Of `station`.
    static let stationKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrpl0IX8qBuZu36ft
        wJ1zdOAUns8JwV77eUuzRFZN9kihRANCAATwrPI+SbSlSmEXEirCU2ntrjMtpE9X
        v66u2aVE5ZQBdoTvYDZ9sfk8h/MVI0K63EI3Efr2MU9CIJQ/MUdiGWGF
        -----END PRIVATE KEY-----
        """

    /// Names no host; by the other authority.
    static let stranger = """
        -----BEGIN CERTIFICATE-----
        MIIBnjCCAUOgAwIBAgIUWBTI6ES9jF2psZmBgxVZYn9twAEwCgYIKoZIzj0EAwIw
        GjEYMBYGA1UEAwwPT3RoZXIgYXV0aG9yaXR5MCAXDTI2MTEyMTE1MTMxMFoYDzIx
        MjYxMDI4MTUxMzEwWjATMREwDwYDVQQDDAhzdHJhbmdlcjBZMBMGByqGSM49AgEG
        CCqGSM49AwEHA0IABDoGmbVeMNSnkm6b3vKGB/LtZ6g9rblThweE5fo+0gEAHlyH
        aS0JIDtZlLXbIoU5q2xyS2iSfEf6AEdSR/KYjqejbDBqMAkGA1UdEwQCMAAwHQYD
        VR0lBBYwFAYIKwYBBQUHAwEGCCsGAQUFBwMCMB0GA1UdDgQWBBRbkWrHjIH4bGaF
        KAGS7u13CUiWwjAfBgNVHSMEGDAWgBT0HS1O+NiTdgfUxWM1o73KOhDQhTAKBggq
        hkjOPQQDAgNJADBGAiEAgloe8huGxU98o8x/tbr7IQWA/1FxSJVYvQ7hP+FAFIsC
        IQDTMKn/4Rs/E6uh4TrZU/OkEau7iSKXgGDTxqu6/irm3A==
        -----END CERTIFICATE-----
        """

    /// Of `stranger`.
    static let strangerKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3cPvPaz9XodpdTs+
        zvfT93AXOxj55QvCixN/b4rn+n+hRANCAAQ6Bpm1XjDUp5Jum97yhgfy7WeoPa25
        U4cHhOX6PtIBAB5ch2ktCSA7WZS12yKFOatscktoknxH+gBHUkfymI6n
        -----END PRIVATE KEY-----
        """

    /// Held in 2020, for `archiveKey`.
    static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBDzCBtQIBATAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5UZXN0IGF1dGhvcml0
        eTAeFw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMA4xDDAKBgNVBAMMA29s
        ZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABGH5G8+LSj6gu4aF53Hqrvq7NxXt
        6ifQ56/oelX10Bcqr0chxOcnKwjeSKXIyxmr1FFQsDSvkvleXP56tBguajUwCgYI
        KoZIzj0EAwIDSQAwRgIhAJ2LDbbL/vaX/yaKMv7gRmLLZxlDwQzvWSv6Lluc6xW1
        AiEA3I2t9IgtiNWHI3tsG9LCx88Pfond1HIA54sz1ILQFjI=
        -----END CERTIFICATE-----
        """
}

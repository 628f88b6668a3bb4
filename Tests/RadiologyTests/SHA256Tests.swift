import Radiology
import Testing

@Suite("The hash that names a film's bytes")
struct SHA256Tests {
    /// FIPS 180-4 examples and the NIST "one million a" vector.
    static let published: [(text: String, repeats: Int, hash: String)] = [
        ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", 1,
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
        ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ]

    @Test("Published messages have their published hashes", arguments: published)
    func vectors(text: String, repeats: Int, hash: String) {
        let bytes = Array(String(repeating: text, count: repeats).utf8)
        #expect(SHA256.hex(of: bytes) == hash)
        #expect(ContentHash(of: bytes[...]).rawValue == hash)
        #expect(SHA256.hex(of: bytes.lazy.map { $0 }) == hash)
    }

    @Test(
        "A film hashed piece by piece has the hash of the whole", arguments: [1, 3, 55, 56, 63, 64, 65, 119, 128, 1000])
    func pieces(size: Int) {
        let film = (0..<2_000).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 / 256) }
        var hash = SHA256()
        for start in stride(from: 0, to: film.count, by: size) {
            hash.update(film[start..<min(start + size, film.count)])
        }
        #expect(hash.finished() == ContentHash(of: film))
        #expect(hash.finished().rawValue == "fc9c0d16b86b70d3875c1b6b63e940802a1e7a70f3848eeba9db77c0f1a98881")
    }

    @Test("Messages around the length of a block are padded right", arguments: 0...130)
    func lengths(count: Int) {
        let byByte = (0..<count).reduce(into: SHA256()) { hash, _ in hash.update(CollectionOfOne(7)) }
        #expect(byByte.finished() == SHA256.digest(of: repeatElement(7, count: count)))
    }

    @Test("Only 64 hexadecimal digits are a content hash")
    func texts() {
        let hash = ContentHash(of: "abc")
        #expect(ContentHash(rawValue: hash.rawValue.uppercased()) == hash)
        #expect(ContentHash(rawValue: String(hash.rawValue.dropLast())) == nil)
        #expect(ContentHash(rawValue: String(hash.rawValue.dropLast()) + "g") == nil)
    }
}

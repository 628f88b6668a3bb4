import Testing
import Web

@Suite("Keys of a workspace")
struct APIKeyTests {
    /// RFC 4231 §§4.2, 4.3, 4.4, 4.7: key, message, HMAC-SHA-256.
    static let vectors: [(key: [UInt8], message: [UInt8], hash: String)] = [
        (
            [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ]

    @Test("The keyed hash is that of the standard", arguments: vectors.indices)
    func standard(_ place: Int) {
        let vector = Self.vectors[place]
        let hash = KeyedHash(key: vector.key)(vector.message)
        #expect(hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == vector.hash)
    }

    @Test("Each purpose has a key of its own, the same after a restart; without a secret it is another each time")
    func purposes() {
        let secret = [UInt8](repeating: 9, count: 32)
        #expect(HouseKeys(secret: secret).key("names") == HouseKeys(secret: secret).key("names"))
        #expect(HouseKeys(secret: secret).key("names") != HouseKeys(secret: secret).key("patients"))
        #expect(HouseKeys(secret: []).key("names") != HouseKeys(secret: []).key("names"))
        #expect(HouseKeys(secret: secret).key("names").count == 32)
    }
}

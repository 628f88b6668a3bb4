import Radiology
import Testing
import Web

@Suite("A patient's number in an address")
struct PagesTokenTests {
    private static let key = [UInt8](repeating: 5, count: 32)

    @Test(
        "A sealed number opens again, and always looks the same",
        arguments: ["", "5150312170012", "17^^^ȘCOALA", "unknown:1.2.3"])
    func roundTrip(number: String) {
        let tokens = PatientToken(key: Self.key)
        let token = tokens.token(of: PatientKey(rawValue: number))
        #expect(tokens.key(of: token)?.rawValue == number)
        #expect(PatientToken(key: Self.key).token(of: PatientKey(rawValue: number)) == token)
        #expect(token.utf8.allSatisfy { "0123456789-_".utf8.contains($0) || (0x41...0x5A).contains($0 & 0xDF) })
    }

    @Test("A changed token, or one of another workspace, opens nothing")
    func forged() {
        let tokens = PatientToken(key: Self.key)
        let token = tokens.token(of: PatientKey(rawValue: "5150312170012"))
        for place in token.indices {
            var changed = token
            changed.replaceSubrange(place...place, with: token[place] == "A" ? "B" : "A")
            if let key = tokens.key(of: changed) {
                // The last letter has bits that mean nothing.
                #expect(key.rawValue == "5150312170012" && token.index(after: place) == token.endIndex)
            }
        }
        #expect(PatientToken(key: [UInt8](repeating: 6, count: 32)).key(of: token) == nil)
        for text in ["", "A", "5150312170012", String(repeating: "A", count: 5000)] {
            #expect(tokens.key(of: text) == nil)
        }
    }
}

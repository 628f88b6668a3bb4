import Foundation
import Testing
import Web

@Suite("Where a request comes from, and whether that counts")
struct AccessRuleTests {
    struct Asked: Sendable, CustomTestStringConvertible {
        let origin: String?
        let site: String?
        let own: String
        let isProofNeeded: Bool
        let isAllowed: Bool
        var testDescription: String { "\(origin ?? "-") \(site ?? "-") \(own) \(isProofNeeded)" }

        init(_ origin: String?, _ site: String?, _ own: String, _ isProofNeeded: Bool, _ isAllowed: Bool) {
            (self.origin, self.site, self.own) = (origin, site, own)
            (self.isProofNeeded, self.isAllowed) = (isProofNeeded, isAllowed)
        }
    }

    @Test(
        "A change is made by our own pages only; a cookie without a word about its origin is not enough",
        arguments: [
            Asked("http://ward:8000", nil, "http://ward:8000", true, true),
            Asked("http://WARD:8000", nil, "http://ward:8000", true, true),
            Asked("https://ward", nil, "https://ward:443", true, true),
            Asked("http://ward:80", nil, "http://ward", true, true),
            Asked("https://ward", nil, "http://ward", true, false),
            Asked("http://ward:8001", nil, "http://ward:8000", true, false),
            Asked("http://evil.example", nil, "http://ward:8000", true, false),
            Asked("http://evil.example", "same-origin", "http://ward:8000", false, false),
            Asked("http://ward:8000.evil.example", nil, "http://ward:8000", true, false),
            Asked("null", nil, "http://ward:8000", false, false), Asked("", nil, "http://ward:8000", true, false),
            Asked(nil, "same-origin", "http://ward:8000", true, true), Asked(nil, "none", "http://ward", true, true),
            Asked(nil, "same-site", "http://ward:8000", false, false),
            Asked(nil, "cross-site", "http://ward:8000", false, false),
            Asked("http://ward:8000", "cross-site", "http://ward:8000", true, false),
            Asked(nil, nil, "http://ward:8000", true, false), Asked(nil, nil, "http://ward:8000", false, true),
        ])
    func sameOrigin(asked: Asked) {
        let isAllowed = SameOrigin.allows(
            origin: asked.origin, site: asked.site, own: asked.own, isProofNeeded: asked.isProofNeeded)
        #expect(isAllowed == asked.isAllowed)
    }

    struct Hop: Sendable, CustomTestStringConvertible {
        let peer: String
        let forwarded: [String]
        let proto: String?
        let address: String
        let isSecure: Bool
        var testDescription: String { "\(peer) \(forwarded) \(proto ?? "-")" }

        init(_ peer: String, _ forwarded: [String], _ proto: String?, _ address: String, _ isSecure: Bool) {
            (self.peer, self.forwarded, self.proto) = (peer, forwarded, proto)
            (self.address, self.isSecure) = (address, isSecure)
        }
    }

    @Test(
        "Only our own proxies are believed, and only the address that they saw themselves",
        arguments: [
            Hop("192.0.2.9", ["198.51.100.1"], "https", "192.0.2.9", false),
            Hop("10.1.2.3", ["198.51.100.1"], "https", "198.51.100.1", true),
            Hop("10.1.2.3", ["203.0.113.5, 198.51.100.1"], "http", "198.51.100.1", false),
            Hop("10.1.2.3", ["203.0.113.5", "198.51.100.1, 10.0.0.2"], nil, "198.51.100.1", false),
            Hop("10.1.2.3", ["10.0.0.9, 10.0.0.2"], nil, "10.0.0.9", false),
            Hop("10.1.2.3", ["nonsense, 10.0.0.2"], nil, "10.0.0.2", false),
            Hop("10.1.2.3", ["nonsense"], nil, "10.1.2.3", false), Hop("10.1.2.3", [], nil, "10.1.2.3", false),
            Hop("10.1.2.3", ["198.51.100.1:4711"], "https, http", "198.51.100.1", false),
            Hop("::ffff:10.1.2.3", ["[2001:db8::1]:80"], "http,https", "2001:db8::1", true),
            Hop("::1", ["2001:db8::1"], "HTTPS", "2001:db8::1", true),
            Hop("10.1.2.3", [String(repeating: "1.1.1.1, ", count: 1000)], nil, "10.1.2.3", false),
            Hop("", ["198.51.100.1"], "https", "", false),
        ])
    func proxies(hop: Hop) {
        let trust = ProxyTrust(["10.0.0.0/8", "::1", "nonsense", "10.0.0.0/99"])
        let origin = trust.origin(peer: hop.peer, isSecure: false, forwarded: hop.forwarded, proto: hop.proto)
        #expect(origin.address == hop.address && origin.isSecure == hop.isSecure)
    }

    @Test(
        "A Basic header is read as browsers wrote it, and nothing else is one",
        arguments: [
            ("Basic YW5hOnNlY3JldA==", "ana", "secret"), ("basic YW5hOnNlY3JldA==", "ana", "secret"),
            ("Basic  QU5BOmE6Yg==", "ana", "a:b"), ("Basic YW5hOv8=", "ana", "ÿ"), ("Basic YW5hOsSD", "ana", "ă"),
            ("Basic", nil, nil), ("Basic YW5h", nil, nil), ("Basic OnNlY3JldA==", nil, nil),
            ("Basic YW5hOg==", nil, nil),
            ("Basic !!!!", nil, nil), ("Bearer YW5hOnNlY3JldA==", nil, nil), ("Basic YW5hOgo=", nil, nil),
            ("", nil, nil),
            ("Basic " + Data("\(String(repeating: "a", count: 65)):b".utf8).base64EncodedString(), nil, nil),
            ("Basic " + Data("a:\(String(repeating: "b", count: 3000))".utf8).base64EncodedString(), nil, nil),
        ] as [(String, String?, String?)])
    func basic(field: String, login: String?, password: String?) {
        let read = BasicCredentials(field)
        #expect(read?.login == login && read?.password == password)
    }

    @Test(
        "Of cookies, those of our name are found, planted ones among them",
        arguments: [
            ("xrv_session=a", ["a"]), ("x=1; xrv_session=a; y=2", ["a"]), ("xrv_session=a; xrv_session=b", ["a", "b"]),
            ("xrv_session2=a;xrv_session=b=c", ["b=c"]), ("xrv_session", []), ("", []), (";;;=", []),
            (String(repeating: "xrv_session=a;", count: 100), ["a", "a", "a", "a"]),
            (String(repeating: "x", count: 9000) + ";xrv_session=a", []),
        ])
    func cookies(field: String, values: [String]) {
        #expect(CookieField.values(of: "xrv_session", in: field).map { String($0) } == values)
    }

    @Test("A form is read with its escapes; what is broken is passed over")
    func forms() {
        let form = FormFields(Array("a=1+2%3d&b=%C4%83&c=%zz&d=%C4&e&=f&a=3&g=%".utf8))
        #expect(["a", "b", "c", "d", "e", "g"].map { form[$0] } == ["1 2=", "ă", "", "", "", ""])
    }
}

import Foundation

/// What a stranger may write into the header fields of a request: any bytes are understood, or nothing is. The first byte
/// says which field the others are taken for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzWebAccess(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    guard let kind = bytes.first else { return 0 }
    let rest = Array(bytes.dropFirst())
    let text = String(decoding: rest, as: UTF8.self)
    switch kind % 7 {
    case 0: basic(text)
    case 1: cookies(text)
    case 2: session(text)
    case 3: forwarded(text)
    case 4: form(rest)
    case 5: hash(text)
    default: origin(text)
    }
    return 0
}

private func basic(_ text: String) {
    guard let read = BasicCredentials("Basic " + Data(text.utf8).base64EncodedString()) ?? BasicCredentials(text) else {
        return
    }
    precondition(!read.login.isEmpty && read.login.utf8.count <= 64, "a login that is none")
    precondition(!read.password.isEmpty && read.password.utf8.count <= 1024, "a password that is none")
    precondition(read.login.unicodeScalars.allSatisfy { $0.value >= 0x20 }, "a control character")
}

private func cookies(_ text: String) {
    let values = CookieField.values(of: "xrv_session", in: text)
    precondition(values.count <= CookieField.mostValues, "more values than are looked at")
    for value in values { session(String(value)) }
}

private let key = [UInt8](repeating: 7, count: 32)

/// Nothing but our own work opens anything; what was opened is written the same again.
private func session(_ text: String) {
    let read = Session(text[...], key: key, secret: { $0 == "ana" ? "secret" : nil })
    if let read {
        precondition(read.login == "ana" && read.nonce.count == Session.nonceSize, "a session of nobody")
        let again = read.text(key: key, secret: "secret")
        precondition(Session(again[...], key: key, secret: { _ in "secret" }) == read, "two readings differ")
        _ = (read.isOpen(at: 0), read.isOpen(at: .max), read.isOpen(at: .min))
    }
}

private let trust = ProxyTrust(["10.0.0.0/8", "fd00::/7", "::1"])

private func forwarded(_ text: String) {
    let parts = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    for peer in ["10.0.0.1", parts.first ?? ""] {
        let origin = trust.origin(peer: peer, isSecure: false, forwarded: parts, proto: parts.last)
        let isKnown = origin.address == peer || IPAddress(origin.address) != nil
        precondition(isKnown, "an address that is none")
    }
    if let block = AddressBlock(text), let address = IPAddress("10.0.0.1") { _ = block.contains(address) }
    _ = IPAddress(text).map { ($0.household, $0.isLoopback) }
}

private func form(_ bytes: [UInt8]) {
    let form = FormFields(bytes)
    precondition(form["login"].utf8.count <= bytes.count * 2, "a field that grows")
}

private func hash(_ text: String) {
    let isHash = PasswordHash.isHash(text)
    precondition(!isHash || text.hasPrefix("$"), "a hash that is none")
}

private func origin(_ text: String) {
    let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
    let isAllowed = SameOrigin.allows(
        origin: parts.first, site: nil, own: "http://127.0.0.1:8000", isProofNeeded: true)
    precondition(!isAllowed || parts.first?.lowercased() == "http://127.0.0.1:8000", "a foreign origin")
    _ = Loopback.isName(Loopback.host(of: text))
}

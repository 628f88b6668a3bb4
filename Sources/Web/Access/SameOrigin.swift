/// Whether a request comes from our own pages: a browser sends cookies and passwords along wherever the request comes
/// from (CSRF).
package enum SameOrigin {
    /// - Parameters:
    ///   - origin: the `Origin` field, `null` included.
    ///   - site: the `Sec-Fetch-Site` field; browsers send it on encrypted connections and to this machine only.
    ///   - own: `https://host:port` as the browser wrote it.
    ///   - isProofNeeded: with a cookie, silence is a refusal: a browser that changes something always sends one of both.
    package static func allows(origin: String?, site: String?, own: String, isProofNeeded: Bool) -> Bool {
        if let origin, !isSame(origin, own) { return false }
        if let site, site != "same-origin", site != "none" { return false }
        return !isProofNeeded || origin != nil || site != nil
    }

    package static func own(isSecure: Bool, authority: String) -> String {
        "\(isSecure ? "https" : "http")://\(authority)"
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        left.utf8.count <= 300 && plain(left) == plain(right)
    }

    /// Small letters, without the port that goes without saying.
    private static func plain(_ origin: String) -> Substring {
        let text = origin.lowercased()[...]
        for (scheme, port) in [("http://", ":80"), ("https://", ":443")] where text.hasPrefix(scheme) {
            return text.hasSuffix(port) ? text.dropLast(port.count) : text
        }
        return text
    }
}

import Foundation
import Radiology
import Synchronization

/// A film's picture with its hash and its base64 form, each made once however often the film is asked about.
public final class QuestionImage: Sendable {
    public let png: [UInt8]
    private let made = Mutex((hash: String?.none, base64: [UInt8]?.none))

    public init(png: [UInt8]) { self.png = png }

    /// SHA-256 (hex) of the PNG bytes.
    public var hash: String {
        made.withLock { made in
            if let hash = made.hash { return hash }
            let hash = SHA256.hex(of: png)
            made.hash = hash
            return hash
        }
    }

    /// RFC 4648 §4, as ASCII.
    var base64: [UInt8] {
        made.withLock { made in
            if let base64 = made.base64 { return base64 }
            let base64 = [UInt8](Data(png).base64EncodedData())
            made.base64 = base64
            return base64
        }
    }
}

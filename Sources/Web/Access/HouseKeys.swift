/// The keys of this workspace, one for each purpose, all made from one secret that is kept in a file.
public struct HouseKeys: Sendable {
    private let hash: KeyedHash

    /// - Parameter secret: 32 bytes. With none, a random one for the life of the process is taken.
    public init(secret: [UInt8]) {
        var random = SystemRandomNumberGenerator()
        let secret = secret.isEmpty ? (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) } : secret
        hash = KeyedHash(key: secret)
    }

    /// 32 bytes for one purpose: `sessions`, `patients`, `names`. Who knows one of them learns nothing of the others.
    public func key(_ purpose: String) -> [UInt8] { hash(purpose.utf8) }
}

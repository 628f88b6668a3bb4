import DICOM

/// One film to send: the network asks for its bytes piece by piece.
public struct FilmSource: Sendable {
    public let sopClass: String
    public let sopInstance: String
    public let transferSyntax: TransferSyntax
    /// Length of the data set, without the meta header of its file.
    public let dataSetBytes: Int
    /// Appends `count` bytes of the data set from `offset` on. Called on a thread that may block.
    public let fill: Fill

    public typealias Fill =
        @Sendable (_ offset: Int, _ count: Int, _ piece: inout OutputRawSpan) throws -> Void

    public init(
        sopClass: String, sopInstance: String, transferSyntax: TransferSyntax, dataSetBytes: Int,
        fill: @escaping Fill
    ) {
        (self.sopClass, self.sopInstance, self.transferSyntax) = (sopClass, sopInstance, transferSyntax)
        (self.dataSetBytes, self.fill) = (dataSetBytes, fill)
    }

    /// - Parameter read: `count` bytes of the data set from `offset` on; may block.
    public init(
        sopClass: String, sopInstance: String, transferSyntax: TransferSyntax, dataSetBytes: Int,
        read: @escaping @Sendable (_ offset: Int, _ count: Int) throws -> [UInt8]
    ) {
        self.init(
            sopClass: sopClass, sopInstance: sopInstance, transferSyntax: transferSyntax, dataSetBytes: dataSetBytes,
            fill: { offset, count, piece in
                for byte in try read(offset, count).prefix(count) { piece.append(byte) }
            })
    }
}

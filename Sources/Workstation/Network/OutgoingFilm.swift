import DICOM
import DICOMNetwork
import Radiology
import Store

/// A film as it is sent: its data set without the file's own header, in the encoding that the file has.
package struct OutgoingFilm: Sendable {
    package let sopClass: String
    package let sopInstance: SOPInstanceUID
    package let transferSyntax: TransferSyntax
    /// Of the data set.
    package let byteCount: Int
    private let content: Content

    /// Where the data set's bytes are.
    private enum Content: Sendable {
        case file(FilmReader, start: Int)
        case memory([UInt8])
    }

    package enum Failure: Error, Equatable {
        case notKept
        case unreadable(String)
        case notDICOM(DICOMError)
        case nameless

        package var sentence: String {
            switch self {
            case .notKept: "Its original is not kept here."
            case .unreadable(let reason): "It cannot be read: \(reason)."
            case .notDICOM(let error): "\(error). \(error.suggestion)"
            case .nameless: "It has no valid SOP Class and SOP Instance UID, so nobody can keep it."
            }
        }
    }

    /// Looks at the headers of the elements; a file that is not as its own header says is looked through as a whole. The
    /// bytes are read when they are sent. Blocks.
    package init(_ path: RawPath, limits: ParsingLimits) throws(Failure) {
        let reader: FilmReader
        let outline: FilmOutline?
        do throws(StoreError) {
            reader = try FilmReader(path)
            outline = try FilmOutline(size: reader.size, limits: limits) { offset, count throws(StoreError) in
                try reader.read(at: offset, count: count)
            }
        } catch {
            if case .cannotRead(_, let reason) = error { throw .unreadable(reason) }
            throw .unreadable(error.suggestion)
        }
        guard let outline else {
            try self.init(whole: path, reader, limits: limits)
            return
        }
        self.init(
            sopClass: outline.sopClass, sopInstance: outline.sopInstance, transferSyntax: outline.transferSyntax,
            byteCount: reader.size - outline.start, content: .file(reader, start: outline.start))
    }

    private init(whole path: RawPath, _ reader: FilmReader, limits: ParsingLimits) throws(Failure) {
        let bytes: [UInt8]
        do throws(FileBytes.Failure) {
            bytes = try FileBytes.read(path, limit: limits.maxBytes).bytes
        } catch {
            throw .unreadable(error.words)
        }
        let file: Part10File
        do throws(DICOMError) { file = try Part10File(bytes, limits: limits) } catch { throw .notDICOM(error) }
        guard let sopClass = file.dataSet.string(.sopClassUID), SOPInstanceUID(rawValue: sopClass) != nil,
            let instance = file.dataSet.string(.sopInstanceUID).flatMap(SOPInstanceUID.init(rawValue:))
        else { throw .nameless }
        if let start = FilmOutline.dataSetStart(bytes), file.meta.string(.transferSyntaxUID) == file.transferSyntax.uid
        {
            self.init(
                sopClass: sopClass, sopInstance: instance, transferSyntax: file.transferSyntax,
                byteCount: bytes.count - start, content: .file(reader, start: start))
        } else {
            // A bare data set, or one that is written otherwise than its header says.
            let written: [UInt8]
            do throws(DICOMError) {
                written = try file.dataSet.encoded(as: file.transferSyntax)
            } catch {
                throw .notDICOM(error)
            }
            self.init(
                sopClass: sopClass, sopInstance: instance, transferSyntax: file.transferSyntax,
                byteCount: written.count, content: .memory(written))
        }
    }

    private init(
        sopClass: String, sopInstance: SOPInstanceUID, transferSyntax: TransferSyntax, byteCount: Int, content: Content
    ) {
        (self.sopClass, self.sopInstance, self.transferSyntax) = (sopClass, sopInstance, transferSyntax)
        (self.byteCount, self.content) = (byteCount, content)
    }

    /// Bytes that it holds in memory.
    package var heldBytes: Int {
        if case .memory(let bytes) = content { bytes.count } else { 0 }
    }

    /// A piece of the data set, behind what `piece` holds; less at its end. Blocks.
    package func read(at offset: Int, count: Int, into piece: inout OutputRawSpan) throws(StoreError) {
        switch content {
        case .file(let reader, let start): try reader.read(at: start + offset, count: count, into: &piece)
        case .memory(let bytes):
            let begin = min(max(0, offset), bytes.count)
            for byte in bytes[begin..<min(bytes.count, begin + max(0, count))] { piece.append(byte) }
        }
    }

    /// The same film in another encoding without compression; `nil` when that would need a decoder. Blocks.
    package func recoded(as syntax: TransferSyntax, limits: ParsingLimits) -> OutgoingFilm? {
        guard !transferSyntax.isEncapsulated, !syntax.isEncapsulated, let bytes = try? whole(),
            let dataSet = try? DataSet(bytes, transferSyntax: transferSyntax, limits: limits),
            let written = try? dataSet.encoded(as: syntax)
        else { return nil }
        return OutgoingFilm(
            sopClass: sopClass, sopInstance: sopInstance, transferSyntax: syntax, byteCount: written.count,
            content: .memory(written))
    }

    private func whole() throws(StoreError) -> [UInt8] {
        switch content {
        case .file(let reader, let start): try reader.read(at: start, count: byteCount)
        case .memory(let bytes): bytes
        }
    }

    /// For the network, which asks for the bytes when it can send them.
    package var source: FilmSource {
        FilmSource(
            sopClass: sopClass, sopInstance: sopInstance.rawValue, transferSyntax: transferSyntax,
            dataSetBytes: byteCount, fill: { offset, count, piece in try read(at: offset, count: count, into: &piece) })
    }
}

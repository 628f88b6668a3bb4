import Foundation
import Glibc

/// The file that a picture is to be written to.
struct PictureFile {
    let path: String

    /// Takes only what is free or a picture already: a slip of the hand must not cost a film.
    /// - Parameter film: the film that the picture is of.
    /// - Throws: `.usage` when it is the film itself, `.cannotWrite` when something else stands there.
    init(_ path: String, of film: String) throws {
        self.path = path
        var (source, target) = (stat(), stat())
        if stat(film, &source) == 0, stat(path, &target) == 0, source.st_dev == target.st_dev,
            source.st_ino == target.st_ino
        {
            throw WorkstationError(
                .usage, "The picture would take the place of the film.",
                suggestion: "Name another file for the picture, such as film.png.")
        }
        guard lstat(path, &target) == 0 else { return }
        guard target.st_mode & S_IFMT == S_IFREG else {
            throw Self.taken("it is no ordinary file, but a folder, a link or a device")
        }
        guard target.st_size == 0 || Self.isPNG(path) else { throw Self.taken("it is a file that is no PNG") }
    }

    func write(_ png: [UInt8]) throws {
        do {
            try Data(png).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw WorkstationError(
                .cannotWrite, "The picture could not be written.",
                suggestion: "Check that the folder of the picture exists and may be written to.")
        }
    }

    private static func isPNG(_ path: String) -> Bool {
        let handle = FileHandle(forReadingAtPath: path)
        defer { try? handle?.close() }
        return (try? handle?.read(upToCount: 8)).map { [UInt8]($0) } == [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
        ]
    }

    private static func taken(_ reason: String) -> WorkstationError {
        WorkstationError(
            .cannotWrite, "What stands where the picture should go is not replaced: \(reason).",
            suggestion: "Name a file that does not exist, or a picture that may be replaced.")
    }
}

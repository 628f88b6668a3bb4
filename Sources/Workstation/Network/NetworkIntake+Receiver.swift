import DICOMNetwork

/// The intake as the network knows it.
extension NetworkIntake {
    /// - Parameter sender: whom the films are said to come from; `nil` is whoever calls.
    func receiver(sender: String? = nil) -> FilmReceiver {
        FilmReceiver { request in
            do throws(Refusal) {
                let film = try begin(
                    sopClass: request.sopClass, sopInstance: request.sopInstance, syntax: request.transferSyntax,
                    sender: sender ?? request.callingTitle.rawValue)
                return .film(film.sink)
            } catch {
                return .refused(error.status, comment: error.comment)
            }
        }
    }
}

extension ReceivedFilm {
    fileprivate var sink: FilmSink {
        FilmSink(
            write: { bytes in
                if let refusal = self.write(bytes) { throw FilmRefusal(refusal) }
            },
            finish: {
                if let refusal = self.finish() { throw FilmRefusal(refusal) }
                return .success
            }, cancel: { self.cancel() })
    }
}

extension FilmRefusal {
    fileprivate init(_ refusal: NetworkIntake.Refusal) { self.init(refusal.status, comment: refusal.comment) }
}

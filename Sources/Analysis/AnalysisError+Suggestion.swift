extension AnalysisError {
    /// One sentence for the person who reads the log or the exam page.
    public var suggestion: String {
        switch self {
        case .endpointUnreachable(let host):
            "No model server answers at \(host): start it, or change OPENAI_URL_PRIMARY in the settings."
        case .endpointRefused(let status): Self.refusal(status)
        case .endpointInsecure(let reason):
            "The secure connection to the model server failed (\(reason)): check its certificate."
        case .endpointMisspelt:
            "The address of the model server is not usable: correct OPENAI_URL_PRIMARY or the key in the settings."
        case .endpointBusy: "The model server has too many requests (429); the film is asked about again later."
        case .endpointFailed(let status, _):
            "The model server failed with status \(status); if it goes on, look into the server's log."
        case .endpointResting(let seconds):
            "The model server failed several times and is asked again in \(seconds) s: look into its log."
        case .timedOut(.connecting):
            "The model server could not be reached in time: check the network and OPENAI_URL_PRIMARY."
        case .timedOut(.waiting):
            "The model server did not answer in time: it may be overloaded; TIMEOUT in the settings allows more."
        case .timedOut(.receiving):
            "The answer of the model server stopped coming: look into its log, or allow more by TIMEOUT."
        case .connectionLost: "The model server hung up in the middle of an answer: look into its log."
        case .replyTooLarge(let limit):
            "The answer is larger than \(limit) bytes, no report is: check what answers at the endpoint."
        case .replyUnreadable(let problem): "The answer of the model cannot be used: \(problem.words)."
        case .replyEmpty: "The model answered without a word; if it goes on, check the model's chat template."
        case .replyTruncated:
            "The model stopped in the middle of its report: raise the length limit or the context of the server."
        case .imageRefused(let status):
            "The model server refused the picture of this film (status \(status)): look at the film and the server's log."
        case .requestRefused(let status):
            "The model server calls the request about this film wrong (status \(status)): look into its log."
        case .imageNotSupported:
            "The model at the endpoint reads text only: choose a vision model, then have the film read again."
        case .pictureUnreadable: "The stored picture of this film cannot be decoded: take the film in again."
        case .textNotSupported: "The embedded reader cannot classify a text: set OPENAI_URL_PRIMARY to a model server."
        case .cancelled: "The programme is stopping; the film stays in the queue."
        }
    }

    private static func refusal(_ status: Int) -> String {
        switch status {
        case 401, 403: "The model server refuses the key (status \(status)): set OPENAI_API_KEY."
        case 404: "The model server does not know the address or the model (404): check both in the settings."
        case 300..<400:
            "The model server answers elsewhere (status \(status)): put its final address into the settings."
        default: "The model server refuses the request (status \(status)): check the address and the model name."
        }
    }
}

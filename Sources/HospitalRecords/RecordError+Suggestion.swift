extension RecordError {
    /// One sentence for the person who reads the log or the exam page.
    public var suggestion: String {
        switch self {
        case .serverUnreachable(let host): "Nothing answers at \(host): start the record server or correct FHIR_URL."
        case .serverInsecure(let reason):
            "The secure connection to the record server failed (\(reason)): check its certificate."
        case .serverMisspelt: "FHIR_URL, the user or the token cannot be sent: correct them in the settings."
        case .timedOut(.connecting): "The record server could not be reached in time: check the network and FHIR_URL."
        case .timedOut: "The record server did not answer in time; the film is asked about again."
        case .connectionLost: "The record server hung up in the middle of an answer; the film is asked about again."
        case .refused(let status): Self.refusal(status)
        case .busy: "The record server asks for patience; the film is asked about again later."
        case .failed(let status, _): "The record server failed (status \(status)); the film is asked about again."
        case .requestRefused(let status):
            "The record server calls the question about this film wrong (status \(status)): look into its log."
        case .outcome(let code):
            "The record server answered with the problem “\(code.rawValue)”: look into its log."
        case .answerUnreadable(let problem): "The record server's answer cannot be used: \(problem.words)."
        case .answerTooLarge(let limit):
            "The record server's answer is larger than \(limit) bytes: look at this patient in the hospital's system."
        case .tookTooLong: "The search for this film took too long; the film is asked about again."
        case .formNotReadable(let form):
            "The hospital keeps this report as \(form.words), which is not read as text: open it in the hospital's system."
        case .messageUnreadable(let problem): "The HL7 file cannot be read: \(problem.words)."
        case .cancelled: "The programme is stopping; the film is asked about again after the next start."
        }
    }

    private static func refusal(_ status: Int) -> String {
        switch status {
        case 401, 403:
            "The record server refuses the user or the token (status \(status)): correct them in the settings."
        case 404, 410: "The record server does not know the address (status \(status)): check FHIR_URL and the dialect."
        case 300..<400:
            "The record server answers elsewhere (status \(status)): put its final address into FHIR_URL."
        default: "The record server refuses the question (status \(status)): check FHIR_URL and the dialect."
        }
    }
}

extension RecordError.AnswerProblem {
    var words: String {
        switch self {
        case .notJSON: "it is not JSON"
        case .tooDeep: "it is nested too deeply"
        case .tooManyValues: "it holds too many values"
        case .notTheResource: "it is not the resource that was asked for; check FHIR_URL and the dialect"
        case .pageElsewhere: "its next page is on another server; correct the base address of the record server"
        case .tooManyPages: "it has too many pages"
        case .incomplete: "it says that there are more hits than it gives, so that one hit may not be the only one"
        }
    }
}

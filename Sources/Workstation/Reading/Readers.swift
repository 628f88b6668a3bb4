import Analysis
import Store

/// Who reads the films: the model servers as one pool, and perhaps the embedded reader behind them.
struct Readers: Sendable {
    let reader: Reader
    /// `nil` when no server is asked.
    var pool: EndpointPool?
    var prompts: Prompts?

    /// Keeps the prompts' texts, so that no answer names a text that nobody has.
    func keepPrompts(in archive: Archive) throws(StoreError) {
        guard let prompts else { return }
        try archive.promptTexts.keep(prompts.texts.values.sorted())
    }
}

import Foundation

/// What a server says it has, from `GET …/models`.
package struct ModelList: Sendable, Equatable {
    /// Whether a model can be shown a picture.
    package enum Vision: String, Sendable, Codable { case yes, no, unknown }

    package struct Model: Sendable, Equatable {
        package let name: String
        package let vision: Vision
    }

    /// In the server's order, each name once.
    package let models: [Model]

    private static let mostModels = 1000
    private static let longestName = 200

    /// - Returns: `nil` when the body is no list of models.
    package init?(_ body: [UInt8]) {
        guard let fields = (try? JSONDecoder().decode(LooseJSON.self, from: Data(body)))?.object else { return nil }
        // llama.cpp tells the same model twice: OpenAI's way in `data`, with its abilities in `models`.
        guard fields["data"]?.list != nil || fields["models"]?.list != nil else { return nil }
        var order: [String] = []
        var vision: [String: Vision] = [:]
        for entry in (fields["data"]?.list ?? []) + (fields["models"]?.list ?? []) {
            guard order.count < Self.mostModels, let entry = entry.object,
                let name = ["id", "model", "name"].lazy.compactMap({ entry[$0]?.text }).first(where: { !$0.isEmpty })
            else { continue }
            let short = String(name.prefix(Self.longestName))
            let found = Self.vision(entry)
            if let known = vision[short] {
                if known == .unknown { vision[short] = found }
            } else {
                order.append(short)
                vision[short] = found
            }
        }
        models = order.map { Model(name: $0, vision: vision[$0] ?? .unknown) }
    }

    package func has(_ name: String) -> Bool { models.contains { $0.name == name } }

    /// Of the wanted model; a server with one model answers with that one, whatever it is asked for.
    package func vision(of name: String) -> Vision {
        (models.first { $0.name == name } ?? (models.count == 1 ? models.first : nil))?.vision ?? .unknown
    }

    /// `architecture.input_modalities` of llama.cpp and routers, `capabilities` as a list (llama.cpp, Ollama) or as an
    /// object of yes and no (Mistral).
    private static func vision(_ entry: [String: LooseJSON]) -> Vision {
        let modalities =
            entry["architecture"]?.object?["input_modalities"]?.list ?? entry["input_modalities"]?.list
        if let words = modalities?.compactMap(\.text), !words.isEmpty {
            return words.contains { $0.lowercased() == "image" } ? .yes : .no
        }
        if let words = entry["capabilities"]?.list?.compactMap({ $0.text?.lowercased() }), !words.isEmpty {
            return words.contains { ["vision", "multimodal", "image"].contains($0) } ? .yes : .no
        }
        switch entry["capabilities"]?.object?["vision"]?.truth {
        case true: return .yes
        case false: return .no
        case nil: return .unknown
        }
    }
}

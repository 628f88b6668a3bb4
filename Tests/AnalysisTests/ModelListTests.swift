import Analysis
import Testing

@Suite("What a server says it has")
struct ModelListTests {
    static let lists: [(String, String, ModelList.Vision)] = [
        ("llama.cpp, newer", #"{"data":[{"id":"m","architecture":{"input_modalities":["text","image"]}}]}"#, .yes),
        ("llama.cpp, text", #"{"data":[{"id":"m","architecture":{"input_modalities":["text"]}}]}"#, .no),
        (
            "llama.cpp, both ways",
            #"{"models":[{"name":"m","capabilities":["completion","multimodal"]}],"data":[{"id":"m","meta":{}}]}"#, .yes
        ),
        (
            "llama.cpp, both ways, text",
            #"{"models":[{"model":"m","capabilities":["completion"]}],"data":[{"id":"m"}]}"#, .no
        ),
        ("Ollama", #"{"models":[{"name":"m","capabilities":["completion","vision"]}]}"#, .yes),
        ("Mistral", #"{"data":[{"id":"m","capabilities":{"vision":false}}]}"#, .no),
        ("a router", #"{"data":[{"id":"x"},{"id":"m","input_modalities":["Image"]}]}"#, .yes),
        ("OpenAI", #"{"object":"list","data":[{"id":"m","object":"model"}]}"#, .unknown),
        ("one other model", #"{"data":[{"id":"/models/q.gguf","architecture":{"input_modalities":["text"]}}]}"#, .no),
        ("two other models", #"{"data":[{"id":"a","capabilities":["chat"]},{"id":"b"}]}"#, .unknown),
        ("odd kinds", #"{"data":[7,null,"m",{"id":9},{"id":"m","capabilities":"vision"}]}"#, .unknown),
        ("nothing", #"{"data":[]}"#, .unknown),
    ]

    @Test("Whether its model can be shown a picture", arguments: lists)
    func vision(what: String, body: String, wanted: ModelList.Vision) throws {
        #expect(try #require(ModelList(Array(body.utf8))).vision(of: "m") == wanted)
    }

    @Test(
        "Anything else is no list",
        arguments: ["", "[]", "{}", "<html>It works!</html>", #"{"data":{}}"#, #"{"data":[{"id":"m"}"#, "\u{0}"])
    func noList(body: String) { #expect(ModelList(Array(body.utf8)) == nil) }

    @Test("A list without end, names without end and names without letters are bounded")
    func bounded() throws {
        let name = String(repeating: "x", count: 5000)
        let entries = (0..<3000).map { #"{"id":"\#($0)\#(name)"}"# } + [#"{"id":""}"#]
        let list = try #require(ModelList(Array(#"{"data":[\#(entries.joined(separator: ","))]}"#.utf8)))
        #expect(list.models.count == 1000 && list.models.allSatisfy { $0.name.count <= 200 && !$0.name.isEmpty })
    }

    @Test("The wanted model is found by its very name")
    func wanted() throws {
        let list = try #require(ModelList(Array(#"{"data":[{"id":"m-1"},{"id":"m"}]}"#.utf8)))
        #expect(list.has("m") && !list.has("M") && list.models.map(\.name) == ["m-1", "m"])
    }
}

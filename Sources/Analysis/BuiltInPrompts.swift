/// The prompts of `prompts/`, in the programme for workspaces without that folder. A test keeps the two equal.
package enum BuiltInPrompts {}

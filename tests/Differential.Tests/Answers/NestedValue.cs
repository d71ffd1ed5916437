namespace Spindle.Differential.Tests.Answers;

/// <summary>An array, struct or map (its entries as pairs, by key) as canonical values.</summary>
/// <param name="Kind"><c>l</c>, <c>r</c> or <c>m</c>.</param>
public sealed record NestedValue(char Kind, IReadOnlyList<object?> Items);

using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Binding;

/// <summary>One parameter.</summary>
/// <param name="Default">What stands for it when it is left out, shown in generated names; null where it is required (or, after <see cref="Signature.Hidden"/>, just absent).</param>
public sealed record Parameter(TypePattern Pattern, Literal? Default = null)
{
    /// <summary>True when it may be left out without a default.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The name where the value must be a constant (<c>scale</c> of round); null where it may be anything.</summary>
    public string? ConstantName { get; init; }

    public static implicit operator Parameter(TypePattern pattern) => new(pattern);

    public static implicit operator Parameter(DataType type) => new(type);
}

/// <summary>The parameters of a function, in order.</summary>
/// <param name="Rest">The pattern of any number of further arguments; null for none.</param>
public sealed record Signature(ValueList<Parameter> Parameters, TypePattern? Rest = null, int RestMinimum = 0)
{
    public int Minimum => Parameters.Count(p => p.Default is null && !p.IsOptional) + RestMinimum;

    public int? Maximum => Rest is null ? Parameters.Count : null;

    /// <summary>For readers: <c>STRING [, INT]</c>.</summary>
    public override string ToString()
    {
        var text = new System.Text.StringBuilder();
        foreach (var parameter in Parameters)
        {
            var isOptional = parameter.Default is not null || parameter.IsOptional;
            text.Append(isOptional ? text.Length > 0 ? " [, " : "[" : text.Length > 0 ? ", " : "").Append(Plain(parameter.Pattern)).Append(isOptional ? "]" : "");
        }

        return Rest is null ? text.ToString() : text.Append(text.Length > 0 ? ", " : "").Append(Plain(Rest)).Append(" …").ToString();
    }

    private static string Plain(TypePattern pattern) => pattern.Text.Replace("\"", "", StringComparison.Ordinal);

    public static Signature Of(params Parameter[] parameters) => new(parameters.ToValueList());

    public Signature Then(TypePattern rest, int minimum = 0) => this with { Rest = rest, RestMinimum = minimum };

    public static Parameter Optional(TypePattern pattern, Literal value) => new(pattern, value);

    /// <summary>A parameter that may be left out; the kernel sees fewer arguments then.</summary>
    public static Parameter MayLack(TypePattern pattern) => new(pattern) { IsOptional = true };

    public static Parameter Constant(TypePattern pattern, string name, Literal? value = null) => new(pattern, value) { ConstantName = name };
}

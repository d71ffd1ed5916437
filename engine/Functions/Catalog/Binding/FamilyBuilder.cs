using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Binding;

/// <summary>
/// Writes the entries of one family. Names are given as <c>"substring, substr"</c>; <c>"ceil:CEIL"</c> is a name whose generated names read otherwise.
/// </summary>
internal sealed class FamilyBuilder(string family)
{
    private readonly List<FunctionEntry> entries = [];

    public IReadOnlyList<FunctionEntry> Entries => entries;

    /// <summary>A scalar function whose call becomes a <see cref="Call"/> of its id.</summary>
    public FamilyBuilder Scalar(string names, string description, Signature signature, Func<CallSite, DataType> result,
        Nulls nulls = Nulls.FromArguments, FunctionTraits traits = FunctionTraits.None, Func<CallSite, CallSite>? prepare = null, string? id = null)
    {
        id ??= FirstName(names);
        return Add(names, FunctionKind.Scalar, description, call =>
        {
            var bound = ArgumentBinder.Bind(call, signature);
            if (prepare is not null)
                bound = prepare(bound);
            return Calls.Of(bound, id, result(bound), Calls.IsNullable(bound, nulls), nulls == Nulls.FromArguments ? traits | FunctionTraits.NullIntolerant : traits);
        }, id: id).Say(signature, nulls);
    }

    public FamilyBuilder Scalar(string names, string description, Signature signature, DataType result, Nulls nulls = Nulls.FromArguments,
        FunctionTraits traits = FunctionTraits.None) => Scalar(names, description, signature, Result.Is(result), nulls, traits);

    /// <summary>A function with a binding of its own.</summary>
    /// <param name="id">The id where it is not the first name.</param>
    public FamilyBuilder Add(string names, FunctionKind kind, string description, Func<CallSite, Expression> bind, bool needsKernel = true, string? id = null,
        bool takesLambdas = false, params string[] otherKernels)
    {
        var shown = names.Split(", ").Select(n => n.Split(':', 2)).ToDictionary(n => n[0], n => n.Length > 1 && n[1].Length > 0 ? n[1] : n[0]);
        entries.Add(new FunctionEntry(id ?? FirstName(names), shown.Keys.ToValueList(), kind, family, description,
            call => bind(call with { DisplayName = shown.GetValueOrDefault(call.Name, call.Name) }))
        {
            NeedsKernel = needsKernel,
            OtherKernels = otherKernels.ToValueList(),
            TakesLambdas = takesLambdas,
        });
        return this;
    }

    /// <summary>A function that analysis replaces by expressions of other functions, and that keeps its own form in names.</summary>
    public FamilyBuilder Rewrite(string names, string description, Signature signature, Func<CallSite, Expression> rewrite) =>
        Add(names, FunctionKind.Scalar, description, call =>
        {
            var bound = ArgumentBinder.Bind(call, signature);
            return bound.Named(rewrite(bound), bound.Form);
        }, needsKernel: false).Say(signature, Nulls.FromArguments);

    /// <summary>Names the last entry's parameters, which calls may then use.</summary>
    /// <param name="defaults">What the last of them are where a call leaves them out.</param>
    public FamilyBuilder Named(ValueList<string> parameters, params Literal[] defaults)
    {
        entries[^1] = entries[^1] with { Parameters = parameters, Defaults = defaults.ToValueList() };
        return this;
    }

    /// <summary>Notes for readers what the last entry takes and when it is null.</summary>
    private FamilyBuilder Say(Signature signature, Nulls nulls)
    {
        entries[^1] = entries[^1] with
        {
            Arguments = signature.ToString(),
            NullBehaviour = nulls switch
            {
                Nulls.FromArguments => "for a null argument",
                Nulls.Never => "never",
                Nulls.FromAllArguments => "when all arguments are",
                _ => "for a null argument, and without a result",
            },
        };
        return this;
    }

    private static string FirstName(string names) => names.Split(", ")[0].Split(':')[0];
}

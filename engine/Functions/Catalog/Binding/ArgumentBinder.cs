using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Binding;

/// <summary>Puts a call's arguments into the types of a signature.</summary>
internal static class ArgumentBinder
{
    /// <summary>The call with defaults filled in and every argument of its parameter's type.</summary>
    public static CallSite Bind(CallSite call, Signature signature)
    {
        if (call.Count < signature.Minimum || (signature.Maximum is { } most && call.Count > most))
            throw BindingErrors.WrongNumberOfArguments(call, Expected(signature));
        var full = call.With(call.Arguments.Concat(signature.Parameters.Skip(call.Count).Select(p => p.Default).OfType<Expression>()));
        var bound = new Expression[full.Count];
        for (var i = 0; i < bound.Length; i++)
        {
            var pattern = i < signature.Parameters.Count ? signature.Parameters[i].Pattern : signature.Rest!;
            bound[i] = full[i] is { IsResolved: false } lambda ? lambda
                : full.Convert(full[i], pattern.Coerce(full.TypeOf(i)) ?? throw BindingErrors.UnexpectedType(full, i, pattern.Text));
            if (i < signature.Parameters.Count && signature.Parameters[i].ConstantName is { } name && !bound[i].IsFoldable)
                throw BindingErrors.NotConstant(full, i, name);
        }

        return full.With(bound);
    }

    /// <summary>All arguments from <paramref name="from"/> on in their common type.</summary>
    public static CallSite Unify(CallSite call, int from = 0)
    {
        var values = call.Arguments.Skip(from).ToList();
        var common = Coercion.CommonType.Wider(values.Select(v => v.Type)) ?? throw BindingErrors.NoCommonType(call, values);
        return call.With(call.Arguments.Select((a, i) => i < from ? a : call.Convert(a, common)));
    }

    private static string Expected(Signature signature) => signature.Maximum switch
    {
        null => $"> {signature.Minimum - 1}",
        { } most when most == signature.Minimum => $"{most}",
        { } most => most == signature.Minimum + 1 ? $"[{signature.Minimum}, {most}]" : $"[{string.Join(", ", Enumerable.Range(signature.Minimum, most - signature.Minimum + 1))}]",
    };
}

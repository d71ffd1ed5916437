using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Binding;

/// <summary>Makes call records of bound call sites.</summary>
internal static class Calls
{
    /// <summary>A call of a kernel, shown as the site was written; <paramref name="hidden"/> arguments come last and are not shown.</summary>
    public static Expression Of(CallSite call, string id, DataType type, bool nullable, FunctionTraits traits, params Expression[] hidden)
    {
        var result = new Call(id, call.DisplayName, [.. call.Arguments, .. hidden], type, nullable, traits) { Text = hidden.Length == 0 ? null : call.Form };
        return hidden.Length == 0 ? result with { Origin = call.Origin } : call.Named(result, call.Form);
    }

    public static bool IsNullable(CallSite call, Nulls nulls) => nulls switch
    {
        Nulls.Never => false,
        Nulls.Always => true,
        Nulls.FromAllArguments => call.Arguments.All(a => a.Nullable),
        _ => call.Arguments.Any(a => a.IsResolved && a.Nullable),
    };

    /// <summary>The session's zone as the trailing argument of functions that need it.</summary>
    public static Expression Zone(CallSite call) => Literal.Of(call.Session.TimeZone);

    /// <summary>An error with ANSI on and null without, as the kernel is told by a trailing literal.</summary>
    public static Expression FailOnError(CallSite call) => Literal.Of(call.Session.IsAnsi);
}

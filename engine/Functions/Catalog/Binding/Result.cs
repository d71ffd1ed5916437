using Spindle.Columnar.Types;

namespace Spindle.Functions.Catalog.Binding;

/// <summary>Rules for the type of a call's result, given its coerced arguments.</summary>
internal static class Result
{
    public static Func<CallSite, DataType> Is(DataType type) => _ => type;

    public static Func<CallSite, DataType> As(int argument) => call => call.TypeOf(argument);

    public static Func<CallSite, DataType> Element(int argument) => call => ((ArrayType)call.TypeOf(argument)).Element;

    public static Func<CallSite, DataType> ArrayOf(DataType element, bool containsNull = false) => _ => new ArrayType(element, containsNull);
}

/// <summary>When a result may be null.</summary>
internal enum Nulls : byte
{
    /// <summary>When an argument may be.</summary>
    FromArguments,
    Never,
    Always,

    /// <summary>When all arguments may be.</summary>
    FromAllArguments,
}

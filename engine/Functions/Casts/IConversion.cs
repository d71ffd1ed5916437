namespace Spindle.Functions.Casts;

/// <summary>A conversion of one value.</summary>
internal interface IConversion<TFrom, TTo>
{
    /// <summary>Converts; false where the target type cannot hold the value, and <paramref name="result"/> is then what Spark gives with ANSI off, if it gives a value at all.</summary>
    bool TryConvert(TFrom value, out TTo result);
}

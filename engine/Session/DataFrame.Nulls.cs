namespace Spindle.Sql;

public sealed partial class DataFrame
{
    /// <inheritdoc cref="DataFrameNaFunctions.Drop(string, int?, string[])"/>
    public DataFrame DropNa(string how = "any", int? threshold = null, params string[] columns) => Na.Drop(how, threshold, columns);

    /// <inheritdoc cref="DataFrameNaFunctions.Fill(double, string[])"/>
    public DataFrame FillNa(double value, params string[] columns) => Na.Fill(value, columns);

    /// <inheritdoc cref="DataFrameNaFunctions.Fill(long, string[])"/>
    public DataFrame FillNa(long value, params string[] columns) => Na.Fill(value, columns);

    /// <inheritdoc cref="DataFrameNaFunctions.Fill(string, string[])"/>
    public DataFrame FillNa(string value, params string[] columns) => Na.Fill(value, columns);

    /// <inheritdoc cref="DataFrameNaFunctions.Fill(bool, string[])"/>
    public DataFrame FillNa(bool value, params string[] columns) => Na.Fill(value, columns);

    /// <inheritdoc cref="DataFrameNaFunctions.Replace{T}(T, T, string[])"/>
    public DataFrame Replace<T>(T from, T to, params string[] columns)
        where T : notnull => Na.Replace(from, to, columns);

    /// <inheritdoc cref="DataFrameNaFunctions.Replace{T}(IReadOnlyDictionary{T, T}, string[])"/>
    public DataFrame Replace<T>(IReadOnlyDictionary<T, T> replacements, params string[] columns)
        where T : notnull => Na.Replace(replacements, columns);
}

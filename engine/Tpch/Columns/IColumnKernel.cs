namespace Spindle.Tpch.Columns;

/// <summary>
/// Makes one column's values in order. A kernel owns the random streams that its column depends on, so columns are made
/// independently of each other and of those that nobody reads.
/// </summary>
/// <typeparam name="T">long for keys and unscaled decimals, int for integers, days since 1970-01-01 and positions in word lists.</typeparam>
internal interface IColumnKernel<T>
{
    /// <summary>Makes <paramref name="unit"/>, from 0, the one that the next <see cref="BeginUnit"/> starts.</summary>
    void Seek(long unit);

    /// <summary>Steps to the next unit's first row.</summary>
    void BeginUnit();

    /// <summary>The value of the unit's next row.</summary>
    T Next();
}
